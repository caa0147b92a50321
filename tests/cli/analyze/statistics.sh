# What summary --statistic prints: totals, quantiles, spread, ratios, correlations; what it hides of few people; and
# what it refuses.
. "$FIXTURES/demo_store.sh"
demo_store
ask() { show trig-analyze summary technicians.trig --quiet "$@"; }
ask --by wave --measure respondents,pillar:visibility --statistic mean,total
ask --by grade --measure pillar:visibility --statistic median,p90,sd
# Few people: no median below twice the threshold, and no interval with fewer than ten beyond.
few() { "$@" | cut -d, -f2,5-12,20 | head -n 9 | sed -E 's/([0-9]\.[0-9]{4})[0-9]+/\1/g'; }
show few trig-analyze summary technicians.trig --by institution --measure pillar:career --statistic median,variance --format csv --quiet
ask --measure pillar:visibility,pillar:career,pillar:evaluating --statistic correlation
ask --measure pillar:visibility/pillar:career --by grade
ask --measure pillar:visibility --statistic median --qrule school --quantile-interval beta
ask --measure pillar:visibility:positive --interval wilson
ask --measure pillar:visibility:positive,respondents,vis_named:positive --by grade --gate nchs
ask --measure pillar:career --by grade --statistic mean,median --gate cv
# Of few people a contrast tells nothing either, and of groups that share institutions.
ask --by grade --measure pillar:career --contrast "senior - technician; 0.5*senior + 0.5*specialist - trainee"
ask --by grade --measure pillar:career --min-n 300 --contrast "senior - technician; trainee - manager"
ask --by wave --measure pillar:career --statistic median --contrast "2021 - 2024"
ask --measure pillar:visibility,pillar:career --contrast "pillar:visibility - pillar:career" --covariance covariances.csv
show sed -E 's/([0-9]\.[0-9]{4})[0-9]+/\1/g' covariances.csv
ask --by grade --contrast "senior - juniors"
ask --by grade --contrast "senior - "
show sh -c "trig-analyze summary technicians.trig --quiet --by grade --measure pillar:career --contrast 'senior - technician' --covariance ties.csv --show-r | sed -n '/^places/,\$p'"
ask --by grade --contrast "senior - technician" --replicates jkn
ask --measure respondents --statistic median
ask --measure respondents --statistic correlation
ask --measure nothing/respondents
ask --statistic modus
ask --statistic p0
ask --statistic ,
ask --statistic median --qrule hf10
ask --imputed
cp technicians.trig again.trig
show trig-analyze summary technicians.trig again.trig --imputed --measure pillar:visibility,respondents --statistic mean,total --quiet
show sh -c "trig-analyze summary technicians.trig again.trig --imputed --measure pillar:visibility --quiet --show-r | grep '^sets\|^result <- \|^})'"
