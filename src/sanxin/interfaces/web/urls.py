"""Every address of the web room. ``tests/house/routes.txt`` holds the list; a change shows there."""

from django.urls import path

from sanxin.interfaces.web import preferences
from sanxin.interfaces.web.views import (
    compounds,
    condition,
    entrance,
    households,
    imports,
    journal,
    organisation,
    sample,
    stairwells,
)

urlpatterns = [
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
    path("compounds/<str:compound>/dwellings/", households.dwellings, name="dwellings"),
    path("compounds/<str:compound>/dwellings/template.xlsx", imports.template, name="template"),
    path("compounds/<str:compound>/dwellings/import/", imports.import_dwellings, name="import_dwellings"),
    path(
        "compounds/<str:compound>/dwellings/import/commit/", imports.commit_dwellings, name="commit_dwellings"
    ),
    path("compounds/<str:compound>/namesakes/", households.namesakes, name="namesakes"),
    path("compounds/<str:compound>/condition/", condition.condition, name="condition"),
    path("compounds/<str:compound>/cards/", households.cards, name="cards"),
    path("stairwells/<str:stairwell>/", stairwells.stairwell, name="stairwell"),
    path("organisation/", organisation.organisation, name="organisation"),
    path("organisation/<str:unit>/", organisation.unit, name="unit"),
    path("journal/", journal.journal_page, name="journal"),
    path("journal/<int:index>/", journal.entry, name="entry"),
    path("sample/", sample.sample, name="sample"),
]
