/* When each prism hides the sun from each eye, and what light that leaves a window: the derivation in
 * ../../README.md, compiled. Plain C, no globals: any number of threads may call it at once. Lengths are
 * metres, angles radians; times are u = tan(hour angle / 2), and minutes only where a figure leaves.
 *
 * What makes it quick: prisms lie in a tree whose boxes know their height; windows that stand near one
 * another ask the tree once; the floors of one column of a facade share their walls, and a processor takes several
 * floors at once; for a part of the day that is dark already nothing is asked again; spells are cut in u.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__AVX__) && (defined(__x86_64__) || defined(__i386__))
#include <cpuid.h>
#define ASKS_FOR_AVX
#define WIDE 8 /* numbers in single precision that a processor takes at once */
#else
#define WIDE 4
#endif

#ifdef _WIN32
#define PUBLIC __declspec(dllexport)
#else
#define PUBLIC __attribute__((visibility("default")))
#endif

enum { VERSION = 3, FANOUT = 8, LEVELS = 12, MOST_FLOORS = 64, PACKET = 512, FANS = 8, SIDES = 3 };
enum { LANES = 4 /* floors at once */, WALLS = 2 /* seen before the first takes its light */, OUT_OF_MEMORY = -1 };
static const double PACKET_M = 120.0, CLEAR_M = 1e-4, WIDEST_M = 1.8, STEP_M = 0.3;
#define HALF_TURN 3.14159265358979323846
static const double MINUTES = 1440.0 / HALF_TURN, DEGREE = HALF_TURN / 180.0;
/* tan of the angles in which the sun goes through 1e-5 and 1e-6 minutes. */
static const double SLIVER = 2.181661564992912e-08, THIN = 2.181661564992912e-09, SLIVER_MIN = 1e-5;
/* Single precision is enough to leave things out by, with a little to spare. */
static const double ROUGHLY = 1.0 + 1e-5;

/* The hours that count for facades that look between two azimuths in whole degrees; in u. */
typedef struct { double from_deg, to_deg, low, high; } Hours;

/* So many numbers, and whether something is ruled out for each (all bits set). */
typedef float Row __attribute__((vector_size(4 * WIDE)));
typedef int32_t Ruled __attribute__((vector_size(4 * WIDE)));

/* The day and the way of counting. x, y, z are the sun's rows of (1, cos, sin) without their zeros. What can shade in a
 * part of the day lies, a metre of height at a time, in a box and in a triangle: fan_... is the height that a metre
 * away asks for; the normals of the triangle's sides do the same for a place, their eastward, westward, northward and
 * southward parts apart (one of two is 0). */
typedef struct {
    double x2, y0, y1, z0, z1, low, high;
    double east, west, north, south; /* a metre away, so much height is needed */
    float fan_east[FANS], fan_west[FANS], fan_north[FANS], fan_south[FANS];
    float to_east[SIDES][FANS], to_west[SIDES][FANS], to_north[SIDES][FANS], to_south[SIDES][FANS];
    float begins[FANS], ends[FANS]; /* the parts, a little wider */
    double sill_by, min_spell, sweep;
    int64_t full_window, best_of_wide, by_longest, hour_rows;
    const Hours *hours;
} Day;

typedef struct { double low, high; } Span;
typedef struct { int n; Span at[5]; } Spans; /* one to begin with, one more at most with each of four conditions */
typedef struct { double a, b, c; } Quadratic; /* a u^2 + 2 b u + c: the sign of p + q cos + r sin */

typedef struct { double x0, x1, y0, y1, top; } Box;
typedef struct { Box box; double base; int64_t first; int32_t corners, id; } Prism;
typedef struct { double x, y; } Point;

typedef struct {
    int64_t prisms, level_start[LEVELS + 1];
    int levels, most_corners;
    double x, y; /* the origin all else is measured from */
    Prism *prism;
    Point *corner;
    Box *node;
} Index;

typedef struct { int64_t eye, prism; double low, high; } Bar;
typedef struct { int n, room; Span *at; } Gaps;

/* From when and until when there is any light left, a row of floors; none is from infinity on. */
typedef struct { double low[MOST_FLOORS], high[MOST_FLOORS]; } Light;

/* Rows of corners as seen from the eye, and when the sun stands to the left of each: between two u if opens is below 0,
 * else without; if it is infinite never or always. */
typedef struct { double *x, *y, *low, *high, *opens; } Corners;
typedef struct { double away; int64_t prism; } Near;

/* A wall that shows its outer face: between which u the sun passes it, and for a row of floors between which two u (or,
 * if opens is not below 0, but between which) the sun stands below its top; infinite ones: always. Only where may is
 * above 0. */
typedef struct {
    const Prism *prism;
    Quadratic across, level;
    Spans aside;
    double low[MOST_FLOORS], high[MOST_FLOORS], opens[MOST_FLOORS], may[MOST_FLOORS];
} Wall;

/* One call's belongings: the floors of the column at hand, and either their gaps or a list of bars. */
typedef struct {
    const Index *index;
    const Day *day;
    double z[MOST_FLOORS];
    Light light;               /* of open floors; rows are filled up to whole LANES */
    int32_t open[MOST_FLOORS]; /* which floors still have light: z[k] is floor open[k]'s */
    double lowest;
    float less[FANS]; /* how much higher, or less, than that the lowest eye stands that has light left in a part of the day */
    int floors, failed, darker, changed, walls;
    Wall wall[WALLS];
    Gaps gaps[MOST_FLOORS];
    Bar *bar;
    int64_t bars, most_bars, first_eye;
    Near *near;
    int64_t nears, most_near;
    double *cut;
    Corners seen;
    double azimuth; /* of the facade before, where it looks, and the sky it sees */
    Point outward;
    Spans sky;
} Work;

enum { NONE, ALL, WITHIN, WITHOUT }; /* the last bit turned: where the opposite holds */

static inline double least(double a, double b) { return a < b ? a : b; }
static inline double most(double a, double b) { return a > b ? a : b; }

/* Tell whether the sun needs no longer than an angle (given by its tangent) from one u to another. */
static inline int brief(double low, double high, double tangent) {
    return high - low <= tangent * (1.0 + low * high);
}

/* Find where a quadratic is at least 0: nowhere, everywhere, within two u, or without. */
static inline int8_t where(double a, double b, double c, double *low, double *high) {
    double inner = b * b - a * c, larger, one, two;
    if (!(inner > 0.0)) return a + c < 0.0 ? NONE : ALL;
    larger = -(b + copysign(sqrt(inner), b)); /* the larger root first: nothing cancels */
    one = larger / (a + 0.0), two = c / larger;
    *low = least(one, two), *high = most(one, two);
    return a < 0.0 ? WITHIN : WITHOUT;
}

static void put(Spans *spans, double low, double high) {
    if (high > low) spans->at[spans->n++] = (Span){low, high};
}

/* Keep of some spans what lies within two u, or without. */
static inline void keep(Spans *spans, int8_t kind, double low, double high) {
    Spans before;
    if (kind == ALL) return;
    if (kind == WITHIN && spans->n == 1) { /* nearly always */
        spans->at[0] = (Span){most(spans->at[0].low, low), least(spans->at[0].high, high)};
        spans->n = spans->at[0].high > spans->at[0].low;
        return;
    }
    before = *spans, spans->n = 0;
    for (int k = 0; k < before.n && kind != NONE; k++) {
        Span each = before.at[k];
        if (kind == WITHIN) put(spans, most(each.low, low), least(each.high, high));
        else put(spans, each.low, least(each.high, low)), put(spans, most(each.low, high), each.high);
    }
}

/* Keep of some spans where a condition holds as well. */
static void meet(Spans *spans, Quadratic q) {
    double low = 0.0, high = 0.0;
    int8_t kind = where(q.a, q.b, q.c, &low, &high);
    keep(spans, kind, low, high);
}

/* The condition that the sun stands to the left of a point. */
static inline Quadratic left_of(const Day *day, Point at) {
    return (Quadratic){at.x * (day->y0 - day->y1), -at.y * day->x2, at.x * (day->y0 + day->y1)};
}

static inline Quadratic minus(Quadratic q) { return (Quadratic){-q.a, -q.b, -q.c}; }

static inline Row all(double number) { return (float)number - (Row){0.0f}; }

static inline Row row(const float *numbers) {
    Row taken;
    memcpy(&taken, numbers, sizeof taken);
    return taken;
}

/* Tell whether something can be: it is ruled out for all, or it is not. */
static inline int may_be(Ruled out) {
    int64_t pairs[WIDE / 2], both = -1;
    memcpy(pairs, &out, sizeof pairs);
    for (int k = 0; k < WIDE / 2; k++) both &= pairs[k];
    return both != -1;
}

/* Tell whether a thing in a box, this much higher than the lowest eye and less so in some parts of the day, may shade
 * any: by the box around all that can, then by a box and a triangle for each part of the day. */
static inline int reaches(const Day *day, double height, const float *less, double x0, double x1, double y0, double y1) {
    Row west = all(x0), east = all(x1), south = all(y0), north = all(y1);
    /* One branch: which of the sides rules a box out, no processor guesses. */
    if (most(most(most(x0 * day->east, x1 * day->west), most(y0 * day->north, y1 * day->south)), 0.0) >= height) return 0;
    for (int p = 0; p < FANS; p += WIDE) {
        Row high = all(height * ROUGHLY) - row(less + p);
        Ruled out = (west * row(day->fan_east + p) >= high) | (east * row(day->fan_west + p) >= high);
        out |= (south * row(day->fan_north + p) >= high) | (north * row(day->fan_south + p) >= high);
        for (int k = 0; k < SIDES; k++) /* the corner of the box that a side's normal goes least far to */
            out |= west * row(day->to_east[k] + p) + east * row(day->to_west[k] + p) + south * row(day->to_north[k] + p) + north * row(day->to_south[k] + p) >= high;
        if (may_be(out)) return 1;
    }
    return 0;
}

/* The same of a wall between two points. */
static inline int wall_reaches(const Day *day, double height, const float *less, Point a, Point b) {
    Row ax = all(a.x), ay = all(a.y), bx = all(b.x), by = all(b.y);
    for (int p = 0; p < FANS; p += WIDE) {
        Row high = all(height * ROUGHLY) - row(less + p);
        Ruled out = {0};
        for (int k = 0; k < SIDES; k++) {
            Row x = row(day->to_east[k] + p) + row(day->to_west[k] + p), y = row(day->to_north[k] + p) + row(day->to_south[k] + p);
            out |= (x * ax + y * ay >= high) & (x * bx + y * by >= high);
        }
        if (may_be(out)) return 1;
    }
    return 0;
}

/* ---- light that is taken away ---- */

static int roomier(Gaps *gaps) {
    int room = gaps->room ? 2 * gaps->room : 8;
    Span *at = realloc(gaps->at, (size_t)room * sizeof *at);
    if (!at) return 0;
    gaps->at = at, gaps->room = room;
    return 1;
}

/* Cut a span out of what is still light, if that is one gap and one at most remains: nearly always. Tell whether so. */
static inline int trim(Gaps *gaps, double low, double high) {
    Span *only = gaps->at;
    int before, after;
    if (gaps->n != 1) return 0;
    if (high <= only->low || low >= only->high) return 1;
    before = low > only->low && !brief(only->low, low, SLIVER);
    after = high < only->high && !brief(high, only->high, SLIVER);
    if (before && after) return 0;
    if (before) only->high = low;
    else only->low = high, gaps->n = after;
    return 1;
}

/* Cut a span out of what is still light; what is left too short to see goes with it. */
static int cut_out(Gaps *gaps, double low, double high) {
    int kept = 0;
    if (trim(gaps, low, high)) return 1;
    for (int k = 0; k < gaps->n; k++) {
        Span each = gaps->at[k];
        if (high <= each.low || low >= each.high) { gaps->at[kept++] = each; continue; }
        int before = low > each.low && !brief(each.low, low, SLIVER);
        int after = high < each.high && !brief(high, each.high, SLIVER);
        if (before) gaps->at[kept++] = (Span){each.low, low};
        if (after && kept > k) {
            if (gaps->n == gaps->room && !roomier(gaps)) return 0;
            memmove(gaps->at + kept + 1, gaps->at + k + 1, (size_t)(gaps->n - k - 1) * sizeof each);
            gaps->n++, k++;
        }
        if (after) gaps->at[kept++] = (Span){high, each.high};
    }
    gaps->n = kept;
    return 1;
}

static void note(Work *work, int floor, int32_t prism, double low, double high) {
    if (work->bars == work->most_bars) {
        int64_t room = work->most_bars ? 2 * work->most_bars : 1024;
        Bar *bar = realloc(work->bar, (size_t)room * sizeof *bar);
        if (!bar) { work->failed = 1; return; }
        work->bar = bar, work->most_bars = room;
    }
    work->bar[work->bars++] = (Bar){work->first_eye + floor, prism, low, high};
}

/* Note from when and until when there is light left at an open floor. */
static inline void note_light(Work *work, int k) {
    const Gaps *gaps = work->gaps + work->open[k];
    work->light.low[k] = gaps->n ? gaps->at[0].low : INFINITY;
    work->light.high[k] = gaps->n ? gaps->at[gaps->n - 1].high : -INFINITY;
    work->darker |= !gaps->n, work->changed = 1;
}

/* Find in which parts of the day there is light left, and how high. */
static void look_up(Work *work) {
    for (int p = 0; p < FANS; p += WIDE) {
        Row begins = row(work->day->begins + p), ends = row(work->day->ends + p), less = all(INFINITY);
        for (int k = 0; k < work->floors; k++) {
            Row above = all((work->z[k] - work->lowest) / ROUGHLY);
            Ruled lower = (all(work->light.low[k]) < ends) & (all(work->light.high[k]) > begins) & (above < less);
            less = (Row)((lower & (Ruled)above) | (~lower & (Ruled)less));
        }
        memcpy(work->less + p, &less, sizeof less);
    }
    work->changed = 0;
}

/* A prism hides the sun from an open floor for a while. */
static inline void hide(Work *work, int k, int32_t prism, double low, double high) {
    if (!(high > low) || brief(low, high, THIN)) return;
    if (work->bar) { note(work, work->open[k], prism, low, high); return; }
    if (!cut_out(&work->gaps[work->open[k]], low, high)) work->failed = 1;
    note_light(work, k);
}

/* Fill rows of floors up with some that see nothing. */
static void fill_up(Work *work) {
    for (int k = work->floors; k < MOST_FLOORS && k % LANES; k++)
        work->z[k] = 0.0, work->light.low[k] = INFINITY, work->light.high[k] = -INFINITY;
    memset(work->less, 0, sizeof work->less), work->changed = 1;
}

/* Open floors as high as z says, with light from when until when; rows are filled up. */
static void open_floors(Work *work, int floors, double low, double high) {
    work->floors = floors, work->darker = 0, work->lowest = INFINITY;
    for (int k = 0; k < floors; k++) work->open[k] = k, work->lowest = least(work->lowest, work->z[k]);
    for (int k = 0; k < (floors + LANES - 1) / LANES * LANES; k++) work->light.low[k] = low, work->light.high[k] = high;
    fill_up(work);
}

/* Forget floors that are dark for good. */
static void close_dark(Work *work) {
    int kept = 0;
    for (int k = 0; k < work->floors; k++)
        if (work->gaps[work->open[k]].n) work->open[kept] = work->open[k], work->z[kept++] = work->z[k];
    work->floors = kept, work->darker = 0, work->lowest = INFINITY;
    for (int k = 0; k < kept; k++) work->lowest = least(work->lowest, work->z[k]), note_light(work, k);
    fill_up(work);
}

/* ---- a prism before a column of eyes ---- */

/* See corners from an eye, and reckon when the sun passes each, as where() does: without a branch, so that a processor
 * takes several at once. Rows are filled, and corners read, up to whole LANES. */
static inline void see(const Day *restrict day, const Point *restrict corner, int corners, Point eye, double *restrict x,
                       double *restrict y, double *restrict low, double *restrict high, double *restrict opens) {
    double sideways = day->y0 - day->y1, ahead = day->y0 + day->y1;
    int filled = (corners + LANES - 1) / LANES * LANES;
    for (int i = 0; i < filled; i++) {
        double east = corner[i].x - eye.x, north = corner[i].y - eye.y;
        double a = east * sideways, b = -north * day->x2, c = east * ahead, inner = b * b - a * c;
        double larger = -(b + copysign(sqrt(most(inner, 0.0)), b)), one = larger / (a + 0.0), two = c / larger;
        double never = copysign(INFINITY, a + c + 0.0);
        x[i] = east, y[i] = north, low[i] = least(one, two), high[i] = most(one, two), opens[i] = inner > 0.0 ? a : never;
    }
}

/* The kind that where() gives. */
static inline int8_t kind_of(double opens) {
    if (isinf(opens)) return opens < 0.0 ? NONE : ALL;
    return opens < 0.0 ? WITHIN : WITHOUT;
}

/* Find for each open floor when the sun stands below the top of a wall, as where() does: without a branch, so that a
 * processor takes several at once. */
static inline void below(const Work *work, double top, Quadratic across, Quadratic level, Wall *restrict wall) {
    int floors = (work->floors + LANES - 1) / LANES * LANES;
    for (int k = 0; k < floors; k++) {
        double rise = top - work->z[k], a = rise * across.a - level.a, b = rise * across.b;
        double c = rise * across.c - level.c, inner = b * b - a * c;
        double larger = -(b + copysign(sqrt(most(inner, 0.0)), b)), one = larger / (a + 0.0), two = c / larger;
        double low = inner > 0.0 ? least(one, two) : INFINITY, high = inner > 0.0 ? most(one, two) : INFINITY;
        double ever = inner > 0.0 ? 1.0 : a + c >= 0.0 ? 1.0 : -1.0;
        wall->low[k] = low, wall->high[k] = high, wall->opens[k] = inner > 0.0 ? a : 1.0, wall->may[k] = least(ever, rise);
    }
}

/* See a wall from its end a to its start b as the sun goes past. */
static inline void see_wall(Work *work, const Prism *prism, int one, int other) {
    const Corners *seen = &work->seen;
    const Day *day = work->day;
    Point a = {seen->x[one], seen->y[one]}, b = {seen->x[other], seen->y[other]};
    double cross = a.x * b.y - a.y * b.x;
    Wall *wall = work->wall + work->walls;
    wall->prism = prism;
    wall->across = left_of(day, (Point){a.x - b.x, a.y - b.y});
    wall->level = (Quadratic){cross * (day->z0 - day->z1), 0.0, cross * (day->z0 + day->z1)};
    wall->aside.n = 1, wall->aside.at[0] = (Span){day->low, day->high};
    keep(&wall->aside, kind_of(seen->opens[one]), seen->low[one], seen->high[one]);
    keep(&wall->aside, kind_of(seen->opens[other]) ^ 1, seen->low[other], seen->high[other]);
    below(work, prism->box.top, wall->across, wall->level, wall);
    work->walls += wall->aside.n > 0;
}

/* Tell for each open floor whether a wall takes light from it: above 0 if so. */
static inline void takes(const Work *work, const Wall *wall, double *restrict taken) {
    int floors = (work->floors + LANES - 1) / LANES * LANES;
    double first = wall->aside.at[0].low, last = wall->aside.at[wall->aside.n - 1].high;
    for (int k = 0; k < floors; k++) {
        double from = most(first, work->light.low[k]), until = least(last, work->light.high[k]);
        double inside = least(until, wall->high[k]) - most(from, wall->low[k]);
        double outside = most(wall->low[k] - from, until - wall->high[k]);
        taken[k] = least(least(wall->opens[k] < 0.0 ? inside : outside, wall->may[k]), until - from);
    }
}

/* Let a wall take its light. */
static void by_wall(Work *work, const Wall *wall) {
    double taken[MOST_FLOORS];
    takes(work, wall, taken);
    for (int k = 0; k < work->floors; k++) {
        double base = wall->prism->base - work->z[k], low = wall->low[k], high = wall->high[k];
        const Spans *held = &wall->aside;
        Spans above;
        if (!(taken[k] > 0.0)) continue;
        if (base > 0.0) {
            above = wall->aside, held = &above;
            meet(&above, (Quadratic){wall->level.a - base * wall->across.a, -base * wall->across.b, wall->level.c - base * wall->across.c});
        }
        for (int s = 0; s < held->n; s++) {
            Span each = held->at[s];
            if (wall->opens[k] < 0.0) hide(work, k, wall->prism->id, most(each.low, low), least(each.high, high));
            else {
                hide(work, k, wall->prism->id, each.low, least(each.high, low));
                hide(work, k, wall->prism->id, most(each.low, high), each.high);
            }
        }
    }
}

/* Let the walls that were seen take their light (their roots were under way side by side); forget floors that are dark for good. */
static void by_walls(Work *work) {
    for (int w = 0; w < work->walls; w++) by_wall(work, work->wall + w);
    work->walls = 0;
    if (work->darker) close_dark(work);
}

/* Tell whether a point lies in the outline: does a ray from it cross the outline an odd number of times. */
static int inside(const Corners *ring, int corners, double x, double y) {
    int odd = 0;
    for (int i = 0, j = corners - 1; i < corners; j = i++) {
        double xi = ring->x[i], yi = ring->y[i], xj = ring->x[j], yj = ring->y[j];
        if ((yi > y) == (yj > y)) continue;
        odd ^= x < xi + (y - yi) / (yj - yi) * (xj - xi);
    }
    return odd;
}

static int ascending(const void *one, const void *two) {
    double a = *(const double *)one, b = *(const double *)two;
    return (a > b) - (a < b);
}

/* The underside: cut the day wherever the ray crosses a side's line; the middle of each piece answers for it. */
static void by_underside(Work *work, const Prism *prism, int k) {
    const Day *day = work->day;
    double base = prism->base - work->z[k], from = NAN;
    int cuts = 2, n = prism->corners;
    work->cut[0] = day->low, work->cut[1] = day->high;
    for (int i = 0; i < n; i++) {
        int next = (i + 1) % n;
        Point c = {work->seen.x[i], work->seen.y[i]}, d = {work->seen.x[next], work->seen.y[next]};
        double x = d.x - c.x, y = d.y - c.y, twice = y * c.x - x * c.y, root[2];
        double p = x * base * day->y0 + twice * day->z0, q = x * base * day->y1 + twice * day->z1;
        int8_t kind = where(p - q, -y * base * day->x2, p + q, &root[0], &root[1]);
        for (int r = 0; r < 2 && (kind == WITHIN || kind == WITHOUT); r++)
            if (root[r] > day->low && root[r] < day->high) work->cut[cuts++] = root[r];
    }
    qsort(work->cut, (size_t)cuts, sizeof *work->cut, ascending);
    for (int i = 0; i + 1 < cuts; i++) {
        double u = (work->cut[i] + work->cut[i + 1]) / 2, one = 1 + u * u, cosine = (1 - u * u) / one;
        double up = day->z0 + day->z1 * cosine, along = base / up;
        int within = work->cut[i + 1] > work->cut[i] && up > 0.0
            && inside(&work->seen, n, along * day->x2 * 2 * u / one, along * (day->y0 + day->y1 * cosine));
        if (within && isnan(from)) from = work->cut[i];
        if (!within && !isnan(from) && work->cut[i + 1] > work->cut[i])
            hide(work, k, prism->id, from, work->cut[i]), from = NAN;
    }
    if (!isnan(from)) hide(work, k, prism->id, from, day->high);
}

static void by_prism(Work *work, const Prism *prism, Point eye, Point outward) {
    double x0 = prism->box.x0 - eye.x, x1 = prism->box.x1 - eye.x, y0 = prism->box.y0 - eye.y;
    double y1 = prism->box.y1 - eye.y, lowest = work->lowest;
    const Point *corner = work->index->corner + prism->first;
    const Corners *seen = &work->seen;
    const float none[FANS] = {0.0f};
    int n = prism->corners, around = (x0 <= 0.0) & (x1 >= 0.0) & (y0 <= 0.0) & (y1 >= 0.0);
    /* All of it behind the facade. */
    if (outward.x * (outward.x > 0 ? x1 : x0) + outward.y * (outward.y > 0 ? y1 : y0) < 0.0) return;
    if (!reaches(work->day, prism->box.top - lowest, work->less, x0, x1, y0, y1)) return;
    if (work->changed) {
        look_up(work);
        if (!reaches(work->day, prism->box.top - lowest, work->less, x0, x1, y0, y1)) return;
    }
    see(work->day, corner, n, eye, seen->x, seen->y, seen->low, seen->high, seen->opens);
    for (int i = 0; i < n; i++) {
        int next = i + 1 < n ? i + 1 : 0;
        Point a = {seen->x[next], seen->y[next]}, b = {seen->x[i], seen->y[i]};
        int faces = a.x * b.y - a.y * b.x > 0.0;
        if (!faces || !wall_reaches(work->day, prism->box.top - work->lowest, work->less, a, b)) continue;
        if (work->walls == WALLS) by_walls(work);
        see_wall(work, prism, next, i);
    }
    if (around && inside(seen, n, 0.0, 0.0))
        for (int k = 0; k < work->floors; k++)
            if (prism->base <= work->z[k] && work->z[k] < prism->box.top)
                hide(work, k, prism->id, work->day->low, work->day->high);
    for (int k = 0; prism->base > lowest && k < work->floors; k++)
        if (reaches(work->day, prism->base - work->z[k], none, x0, x1, y0, y1)) by_underside(work, prism, k);
    if (work->walls == WALLS || work->darker) by_walls(work);
}

/* ---- the tree ---- */

/* Put a prism into the list of those near, the nearest first: they leave the least to the others. */
static void list(Work *work, int64_t prism, const Box *box, const Box *at) {
    double x = most(most(box->x0 - at->x1, at->x0 - box->x1), 0.0);
    double y = most(most(box->y0 - at->y1, at->y0 - box->y1), 0.0), away = x * x + y * y;
    int64_t place = work->nears++;
    for (; place && work->near[place - 1].away > away; place--) work->near[place] = work->near[place - 1];
    work->near[place] = (Near){away, prism};
}

/* Ask the tree which prisms stand where and as high as they must to shade anything in a box. */
static void ask(Work *work, const Box *at, double lowest) {
    const Index *index = work->index;
    int64_t stack[LEVELS * FANOUT + 1];
    int level_of[LEVELS * FANOUT + 1], depth = 0;
    const float none[FANS] = {0.0f};
    work->nears = 0;
    if (index->prisms) stack[0] = 0, level_of[0] = index->levels - 1, depth = 1;
    while (depth) {
        int64_t number = stack[--depth];
        int level = level_of[depth];
        int64_t first = number * FANOUT, last, below;
        below = level ? index->level_start[level] - index->level_start[level - 1] : index->prisms;
        last = first + FANOUT < below ? first + FANOUT : below;
        for (int64_t k = first; k < last; k++) {
            const Box *box = level ? index->node + index->level_start[level - 1] + k : &index->prism[k].box;
            if (!reaches(work->day, box->top - lowest, none, box->x0 - at->x1, box->x1 - at->x0, box->y0 - at->y1, box->y1 - at->y0))
                continue;
            if (level) { stack[depth] = k, level_of[depth++] = level - 1; continue; }
            if (work->nears == work->most_near) {
                int64_t room = work->most_near ? 2 * work->most_near : 256;
                Near *near = realloc(work->near, (size_t)room * sizeof *near);
                if (!near) { work->failed = 1; return; }
                work->near = near, work->most_near = room;
            }
            list(work, k, box, at);
        }
    }
}

typedef struct { uint32_t key; int32_t id; } Keyed;

/* Sort by key, a byte at a time; equals stay in their order. The second row is room to work in. */
static void sort(Keyed *row, Keyed *other, int64_t n) {
    for (int shift = 0; shift < 32; shift += 8) { /* an even number of times: the sorted row is the first */
        Keyed *swapped = row;
        int64_t place[257] = {0};
        for (int64_t k = 0; k < n; k++) place[(row[k].key >> shift & 255u) + 1]++;
        for (int byte = 0; byte < 256; byte++) place[byte + 1] += place[byte];
        for (int64_t k = 0; k < n; k++) other[place[row[k].key >> shift & 255u]++] = row[k];
        row = other, other = swapped;
    }
}

static uint32_t spread(uint32_t x) {
    x = (x | x << 8) & 0x00ff00ffu, x = (x | x << 4) & 0x0f0f0f0fu;
    x = (x | x << 2) & 0x33333333u;
    return (x | x << 1) & 0x55555555u;
}

/* Interleave the bits of two numbers: neighbours in the plane become neighbours in a row. */
static uint32_t woven(uint32_t x, uint32_t y) { return spread(x) | spread(y) << 1; }

static Box joint(Box a, Box b) {
    return (Box){least(a.x0, b.x0), most(a.x1, b.x1), least(a.y0, b.y0), most(a.y1, b.y1), most(a.top, b.top)};
}

static Box empty(void) { return (Box){INFINITY, -INFINITY, INFINITY, -INFINITY, -INFINITY}; }

PUBLIC void closed_form_free(Index *index) {
    if (index) free(index->prism), free(index->corner), free(index->node);
    free(index);
}

/* Lay prisms out in a row of neighbours; the corners of prism i are first[i] to first[i + 1]. */
static void lay_out(Index *index, const Keyed *keyed, const double *corners, const int64_t *first, const double *base,
                    const double *top) {
    int64_t placed = 0;
    for (int64_t k = 0; k < index->prisms; k++) {
        int32_t id = keyed[k].id;
        int n = (int)(first[id + 1] - first[id]);
        Prism *prism = index->prism + k;
        *prism = (Prism){empty(), base[id], placed, n, id};
        for (int i = 0; i < n; i++) {
            Point at = {corners[2 * (first[id] + i)] - index->x, corners[2 * (first[id] + i) + 1] - index->y};
            prism->box = joint(prism->box, (Box){at.x, at.x, at.y, at.y, top[id]});
            index->corner[placed++] = at;
        }
        if (n > index->most_corners) index->most_corners = n;
    }
}

static int grow_tree(Index *index) {
    int64_t count = index->prisms, nodes = 0;
    do {
        count = (count + FANOUT - 1) / FANOUT;
        index->level_start[index->levels++] = nodes;
        nodes += count;
    } while (count > 1);
    index->level_start[index->levels] = nodes;
    index->node = malloc((size_t)(nodes ? nodes : 1) * sizeof *index->node);
    if (!index->node) return 0;
    for (int64_t k = 0; k < nodes; k++) index->node[k] = empty();
    for (int64_t k = 0; k < index->prisms; k++) {
        Box *node = index->node + k / FANOUT;
        *node = joint(*node, index->prism[k].box);
    }
    for (int level = 1; level < index->levels; level++)
        for (int64_t k = index->level_start[level - 1]; k < index->level_start[level]; k++) {
            Box *node = index->node + index->level_start[level] + (k - index->level_start[level - 1]) / FANOUT;
            *node = joint(*node, index->node[k]);
        }
    return 1;
}

/* Make the tree of some prisms; NULL if there is no memory. The caller frees it. */
PUBLIC Index *closed_form_index(int64_t prisms, const double *corners, const int64_t *first, const double *base,
                                const double *top, double x, double y) {
    Index *index = calloc(1, sizeof *index);
    Keyed *keyed = malloc((size_t)(prisms ? 2 * prisms : 1) * sizeof *keyed);
    Box whole = empty();
    if (!index || !keyed) { free(index), free(keyed); return NULL; }
    index->prisms = prisms, index->x = x, index->y = y;
    index->prism = malloc((size_t)(prisms ? prisms : 1) * sizeof *index->prism);
    index->corner = calloc((size_t)first[prisms] + LANES, sizeof *index->corner);
    for (int64_t k = 0; k < prisms; k++) {
        const double *at = corners + 2 * first[k];
        whole = joint(whole, (Box){at[0], at[0], at[1], at[1], 0.0});
    }
    for (int64_t k = 0; k < prisms; k++) {
        const double *at = corners + 2 * first[k];
        double side = most(most(whole.x1 - whole.x0, whole.y1 - whole.y0), 1.0) / 65535.0;
        keyed[k] = (Keyed){woven((uint32_t)((at[0] - whole.x0) / side), (uint32_t)((at[1] - whole.y0) / side)), (int32_t)k};
    }
    sort(keyed, keyed + prisms, prisms);
    if (index->prism && index->corner) lay_out(index, keyed, corners, first, base, top);
    free(keyed);
    if (index->prism && index->corner && grow_tree(index)) return index;
    closed_form_free(index);
    return NULL;
}

/* ---- calls ---- */

static int begin(Work *work, const Index *index, const Day *day) {
    memset(work, 0, sizeof *work);
    work->index = index, work->day = day, work->azimuth = NAN;
    size_t row = (size_t)index->most_corners + LANES;
    work->seen.x = malloc(5 * row * sizeof *work->seen.x);
    if (work->seen.x) {
        work->seen.y = work->seen.x + row, work->seen.low = work->seen.y + row;
        work->seen.high = work->seen.low + row, work->seen.opens = work->seen.high + row;
    }
    work->cut = malloc((size_t)(2 * index->most_corners + 2) * sizeof *work->cut);
    return work->seen.x && work->cut;
}

static void end(Work *work) {
    for (int k = 0; k < MOST_FLOORS; k++) free(work->gaps[k].at);
    free(work->seen.x), free(work->cut), free(work->near);
}

/* List every bar: each interval in which a prism hides the sun from an eye. Eyes that stand one above the
 * other share their walls if they come one after the other. Gives how many, in *bars; -1 for no memory. */
PUBLIC int64_t closed_form_bars(const Index *index, const Day *day, int64_t eyes, const double *place, Bar **bars) {
    Work work;
    int ready = begin(&work, index, day);
    *bars = NULL;
    work.bar = malloc(1024 * sizeof *work.bar), work.most_bars = 1024;
    ready = ready && work.bar;
    for (int64_t i = 0, j; ready && i < eyes && !work.failed; i = j) {
        const double *at = place + 3 * i;
        double lowest = at[2];
        for (j = i; j < eyes && j < i + MOST_FLOORS && place[3 * j] == at[0] && place[3 * j + 1] == at[1]; j++) {
            work.z[j - i] = place[3 * j + 2];
            lowest = least(lowest, place[3 * j + 2]);
        }
        work.first_eye = i;
        open_floors(&work, (int)(j - i), -INFINITY, INFINITY);
        ask(&work, &(Box){at[0], at[0], at[1], at[1], 0.0}, lowest);
        for (int64_t k = 0; k < work.nears; k++)
            by_prism(&work, index->prism + work.near[k].prism, (Point){at[0], at[1]}, (Point){0.0, 0.0});
        by_walls(&work);
    }
    end(&work);
    if (!ready || work.failed) { free(work.bar); return OUT_OF_MEMORY; }
    *bars = work.bar;
    return work.bars;
}

PUBLIC void closed_form_free_bars(Bar *bars) { free(bars); }

/* When there is sun to be had at a facade: it is up, before the wall, off its plane, within its hours. */
static Spans available(const Day *day, double azimuth_deg) {
    double right = (azimuth_deg + 90.0 - day->sweep) * DEGREE, left = (azimuth_deg - 90.0 + day->sweep) * DEGREE;
    double whole = fmod(rint(azimuth_deg - 360.0 * floor(azimuth_deg / 360.0)), 360.0);
    Spans spans = {1, {{day->low, day->high}}};
    int found;
    for (int64_t k = 0; k < day->hour_rows; k++) {
        const Hours *row = day->hours + k;
        if (row->from_deg > whole || whole > row->to_deg) continue;
        spans.n = 0;
        put(&spans, most(day->low, row->low), least(day->high, row->high));
        goto named;
    }
    if (day->hour_rows) spans.n = 0;
named:
    meet(&spans, left_of(day, (Point){sin(right), cos(right)}));
    meet(&spans, minus(left_of(day, (Point){sin(left), cos(left)})));
    found = spans.n, spans.n = 0;
    for (int k = 0; k < found; k++)
        if (!brief(spans.at[k].low, spans.at[k].high, SLIVER)) spans.at[spans.n++] = spans.at[k];
    return spans;
}

typedef struct { const double *x, *y, *sill, *azimuth, *width; } Windows;
typedef struct { double *total, *longest; } Figures;

static void count(const Gaps *gaps, double min_spell, double *total, double *longest) {
    *total = 0.0, *longest = 0.0;
    for (int k = 0; k < gaps->n; k++) {
        Span each = gaps->at[k];
        double angle = atan((each.high - each.low) / (1.0 + each.low * each.high)); /* less than atan2 has to do */
        double length = MINUTES * (angle < 0.0 ? angle + HALF_TURN : angle);
        if (length < min_spell - SLIVER_MIN) continue;
        *total += length, *longest = most(*longest, length);
    }
}

/* One stretch of sill of every floor of a column: lit where all its eyes are. */
static void stretch(Work *work, const Windows *at, int64_t first, int floors, double offset) {
    const Spans *sky = &work->sky;
    double half = least(at->width[first], WIDEST_M) / 2 - CLEAR_M;
    Point outward = work->outward;
    for (int k = 0; k < floors; k++) {
        Gaps *gaps = work->gaps + k;
        while (gaps->room < sky->n && !work->failed) work->failed = !roomier(gaps);
        if (work->failed) return;
        gaps->n = sky->n;
        for (int s = 0; s < sky->n; s++) gaps->at[s] = sky->at[s];
    }
    if (!sky->n) return;
    for (int side = -1; side <= 1; side += 2) {
        double along = work->day->full_window ? offset + side * half : offset;
        Point eye = {at->x[first] - work->index->x + CLEAR_M * outward.x + along * outward.y,
                     at->y[first] - work->index->y + CLEAR_M * outward.y - along * outward.x};
        for (int k = 0; k < floors; k++) work->z[k] = at->sill[first + k] + work->day->sill_by;
        open_floors(work, floors, sky->at[0].low, sky->at[sky->n - 1].high);
        if (side > 0) close_dark(work);
        for (int64_t k = 0; k < work->nears && work->floors; k++)
            by_prism(work, work->index->prism + work->near[k].prism, eye, outward);
        by_walls(work);
        if (!work->day->full_window) return;
    }
}

/* Where the next stretch of a wide sill lies: the middle, then left and right, a step further out each time. */
static double offset_at(double room, int64_t steps, int64_t number) {
    int64_t out = (number + 1) / 2;
    double away = out < steps ? STEP_M * (double)out : room;
    return number == 0 ? 0.0 : number % 2 ? -away : away;
}

static void column(Work *work, const Windows *at, int64_t first, int floors, const Figures *to) {
    double azimuth = at->azimuth[first], room = (at->width[first] - WIDEST_M) / 2, best[MOST_FLOORS];
    int wide = work->day->full_window && work->day->best_of_wide && room > 0.0;
    int64_t steps = wide ? (int64_t)most(ceil(room / STEP_M - 1e-9), 1.0) : 0;
    if (!(work->azimuth == azimuth)) {
        work->sky = available(work->day, azimuth), work->azimuth = azimuth;
        work->outward = (Point){sin(azimuth * DEGREE), cos(azimuth * DEGREE)};
    }
    for (int64_t number = 0; number <= 2 * steps && !work->failed; number++) {
        double offset = offset_at(room, steps, number);
        stretch(work, at, first, floors, offset);
        for (int k = 0; k < floors && !work->failed; k++) {
            double total, longest, measure;
            count(work->gaps + k, work->day->min_spell, &total, &longest);
            if (steps) {
                measure = rint((work->day->by_longest ? longest : total) * 1e6);
                if (number && measure <= best[k]) continue;
                best[k] = measure;
            }
            to->total[first + k] = total, to->longest[first + k] = longest;
        }
    }
}

/* Tell whether two windows stand one above the other and look alike. */
static int stacked(const Windows *at, int64_t i, int64_t j) {
    return (at->x[i] == at->x[j]) & (at->y[i] == at->y[j]) & (at->azimuth[i] == at->azimuth[j])
        & (at->width[i] == at->width[j]);
}

/* Count the light of windows from one number to another. Windows of one column share their walls if they come
 * one after the other. Gives 0; -1 for no memory. */
PUBLIC int64_t closed_form_totals(const Index *index, const Day *day, const Windows *at, int64_t from, int64_t to,
                                  const Figures *figures) {
    Work work;
    int ready = begin(&work, index, day);
    for (int64_t i = from, j; ready && i < to && !work.failed; i = j) {
        Box box = empty();
        double lowest = INFINITY;
        int64_t first[PACKET + 1], columns = 0; /* the first window of each column */
        for (j = i; j < to && j < i + PACKET; j++) {
            if (j > i && stacked(at, j - 1, j)) {
                lowest = least(lowest, at->sill[j] + day->sill_by);
                if (j - first[columns - 1] == MOST_FLOORS) first[columns++] = j;
                continue;
            }
            double x = at->x[j] - index->x, y = at->y[j] - index->y, side = at->width[j] / 2 + CLEAR_M;
            Box wider = joint(box, (Box){x - side, x + side, y - side, y + side, 0.0});
            if (j > i && (wider.x1 - wider.x0 > PACKET_M || wider.y1 - wider.y0 > PACKET_M)) break;
            box = wider, lowest = least(lowest, at->sill[j] + day->sill_by), first[columns++] = j;
        }
        first[columns] = j;
        ask(&work, &box, lowest);
        for (int64_t k = 0; k < columns && !work.failed; k++)
            column(&work, at, first[k], (int)(first[k + 1] - first[k]), figures);
    }
    end(&work);
    return ready && !work.failed ? 0 : OUT_OF_MEMORY;
}

PUBLIC int64_t closed_form_version(void) { return VERSION; }

/* Tell whether this processor, and what runs on it, know the instructions all the rest was compiled to. Asked before
 * anything else, so nothing here but whole numbers. */
PUBLIC int64_t closed_form_runs_here(void) {
#ifdef ASKS_FOR_AVX
    const unsigned both = bit_AVX | bit_OSXSAVE, kept = 6; /* the system keeps the halves of a wide number apart */
    unsigned a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || (c & both) != both) return 0;
    __asm__ volatile("xgetbv" : "=a"(a), "=d"(d) : "c"(0));
    return (a & kept) == kept;
#else
    return 1;
#endif
}
