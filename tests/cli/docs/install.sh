# What is installed is whole: programs, man pages, completions, definitions and chart templates; the programs
# find what they need from where they stand.
prefix=$PWD/prefix
cmake --install "$BUILD" --prefix "$prefix" >install.log 2>&1 || { tail -5 install.log; skip "not everything is built"; }
find prefix -type f | sed -n '/definitions\/.*\.csv$/!p' | sort
for definition in demo rse talent; do
    [ -s "prefix/share/trigpillar/definitions/$definition/survey.csv" ] || echo "no definition $definition"
done
PATH="$prefix/bin:/usr/bin:/bin"
show trig-collect init installed.trig --survey demo
for program in trig-collect trig-analyze; do
    bash -n "prefix/share/bash-completion/completions/$program"
    $program --version
    [ "$(command -v $program)" = "$prefix/bin/$program" ] || echo "another $program ran"
done
# The templates beside the program come before those of the sources.
. "$FIXTURES/demo_store.sh"
for template in prefix/share/trigpillar/plots/*.gp; do
    echo '# the installed one' >>"$template"
done
PATH="$prefix/bin:$BUILD/bin:/usr/bin:/bin"
demo_store
empty=$prefix/empty
mkdir "$empty"
(PATH=$empty && "$prefix/bin/trig-analyze" report technicians.trig --institution aldermere --out brief >/dev/null 2>&1)
grep -q '^# the installed one' brief/charts/overview.gp || echo "the installed templates are not used"
