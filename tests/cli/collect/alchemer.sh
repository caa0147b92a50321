# Alchemer, formerly SurveyGizmo: options before a colon, a note twice, unfinished responses.
cp "$FIXTURES"/exports/alchemer.csv .
show trig-collect check alchemer.csv --survey "$FIXTURES/tiny"
show trig-collect check alchemer.csv --survey "$FIXTURES/tiny" --keep-partial --format csv
