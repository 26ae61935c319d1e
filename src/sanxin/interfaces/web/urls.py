"""Every address of the web room. ``tests/house/routes.txt`` holds the list; a change shows there."""

from django.urls import path

from sanxin.interfaces.web import preferences
from sanxin.interfaces.web.views import entrance, journal, sample
from sanxin.interfaces.web.views.organisation import bodies, grids, structure, tree
from sanxin.interfaces.web.views.people import dwellings, households, papers, visits
from sanxin.interfaces.web.views.places import (
    compounds,
    condition,
    imports,
    onsite,
    space,
    stairwells,
    willingness,
)

urlpatterns = [
    path("favicon.ico", entrance.favicon, name="favicon"),
    path("", entrance.start, name="start"),
    path("sign-in/", entrance.sign_in, name="sign_in"),
    path("sign-out/", entrance.sign_out, name="sign_out"),
    path("card/", entrance.card_entry, name="card_entry"),
    path("card/<str:card>/", entrance.card, name="card"),
    path("preferences/", preferences.prefer, name="prefer"),
    path("home/", households.home, name="home"),
    path("home/voice/", households.voice, name="voice"),
    path("compounds/", compounds.compounds, name="compounds"),
    path("compounds/import/", imports.import_site, name="import_site"),
    path("compounds/import/commit/", imports.commit_site, name="commit_site"),
    path("compounds/<str:compound>/", compounds.compound, name="compound"),
    path("compounds/<str:compound>/assess/", compounds.assess_now, name="assess"),
    path("compounds/<str:compound>/files/<str:name>", compounds.assessment_file, name="assessment_file"),
    path("compounds/<str:compound>/3d/", space.space, name="space"),
    path("compounds/<str:compound>/scene.json", space.scene_file, name="scene"),
    path("compounds/<str:compound>/dwellings/", households.dwellings, name="dwellings"),
    path("compounds/<str:compound>/dwellings/template.xlsx", imports.template, name="template"),
    path("compounds/<str:compound>/dwellings/import/", imports.import_dwellings, name="import_dwellings"),
    path(
        "compounds/<str:compound>/dwellings/import/commit/", imports.commit_dwellings, name="commit_dwellings"
    ),
    path("compounds/<str:compound>/namesakes/", households.namesakes, name="namesakes"),
    path("compounds/<str:compound>/condition/", condition.condition, name="condition"),
    path("defects/<str:defect>/photo.jpg", condition.photo, name="defect_photo"),
    path("defects/<str:defect>/withdraw/", condition.withdraw, name="withdraw_defect"),
    path("compounds/<str:compound>/cards/", households.cards, name="cards"),
    path("stairwells/<str:stairwell>/", stairwells.stairwell, name="stairwell"),
    path("stairwells/<str:stairwell>/onsite/", onsite.onsite, name="onsite"),
    path("stairwells/<str:stairwell>/opinions/", onsite.opinion, name="opinion"),
    path("stairwells/<str:stairwell>/ground-survey/", onsite.survey, name="ground_survey"),
    path("stairwells/<str:stairwell>/heritage/", onsite.approve_heritage, name="approve_heritage"),
    path("opinions/<str:opinion>/settle/", onsite.settle, name="settle_opinion"),
    path("onsite/<str:onsite>/photo-<int:number>.jpg", onsite.photo, name="onsite_photo"),
    path("ground-surveys/<str:survey>/report.pdf", onsite.report, name="survey_report"),
    path("compounds/<str:compound>/willingness/", willingness.willingness, name="willingness"),
    path("compounds/<str:compound>/versions/", willingness.versions, name="versions"),
    path("assessments/<str:assessment>/recheck/", willingness.recheck, name="recheck"),
    path("dwellings/<str:dwelling>/light.pdf", papers.dwelling_light, name="dwelling_light"),
    path("stairwells/<str:stairwell>/light.pdf", papers.stairwell_light, name="stairwell_light"),
    path("dwellings/<str:dwelling>/visits/", visits.visits, name="visits"),
    path("dwellings/<str:dwelling>/", dwellings.dwelling, name="dwelling"),
    path("dwellings/<str:dwelling>/relate/", dwellings.relate, name="relate"),
    path("dwellings/<str:dwelling>/end/", dwellings.end_relation, name="end_relation"),
    path("dwellings/<str:dwelling>/erase/", dwellings.erase, name="erase"),
    path("organisation/", tree.organisation, name="organisation"),
    path("organisation/<str:unit>/", tree.unit, name="unit"),
    path("organisation/<str:unit>/found/", structure.found, name="found_unit"),
    path("organisation/<str:unit>/appoint/", structure.appoint, name="appoint"),
    path("organisation/<str:unit>/bodies/", bodies.form, name="form_body"),
    path("organisation/<str:unit>/grids/", grids.draw, name="draw_grid"),
    path("mandates/<str:mandate>/end/", structure.end_mandate, name="end_mandate"),
    path("bodies/<str:body>/members/", bodies.join, name="join_body"),
    path("bodies/<str:body>/dissolve/", bodies.dissolve, name="dissolve_body"),
    path("grids/<str:grid>/duties/", grids.give_duty, name="give_duty"),
    path("journal/", journal.journal_page, name="journal"),
    path("journal/<int:index>/", journal.entry, name="entry"),
    path("sample/", sample.sample, name="sample"),
]
