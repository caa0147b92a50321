# Institutions by their size, between limits. Blocks: ticks (at, text) of y, sizes (at,
# text) of x, limits (x, low95, high95, low998, high998), points (x, value, kind: 0 within
# the 95% limits, 1 beyond them, 2 beyond the 99.8% limits), own (x, value), names (x, y,
# side: -1 left of it, 1 right of it, text, own), leaders (x, y, to x, to y). x is the logarithm of
# the respondents, or of the effective ones (SIZES says which), y the value.
set xrange [X_LOW:X_HIGH]; set yrange [Y_LOW:Y_HIGH]
set style fill solid 1 noborder
kind(k) = column('kind')==k ? column('value') : NaN
name(side,own) = column('side')==side && column('own')==own ? column('y') : NaN
clip(y) = y < Y_LOW ? Y_LOW : y > Y_HIGH ? Y_HIGH : y
set arrow 2 from X_LOW,Y_LOW to X_HIGH,Y_LOW nohead lc rgb MIDDLE lw 1 back
set label 1 AXIS at screen sx(8),graph 1 left offset screen 0,9/HEIGHT font FONT_SMALL tc rgb GREY
set label 2 SIZES at graph 0.5,graph 0 center offset screen 0,-22/HEIGHT font FONT_SMALL tc rgb GREY
if (exists('REFERENCE')) {
  set arrow 1 from graph 0,first REFERENCE to graph 1,first REFERENCE nohead lc rgb INK lw 1 dt (4,3) front
  do for [i=1:REFERENCE_TEXT_N] {
    set label 10+i REFERENCE_TEXT[i] at graph 1,first REFERENCE left offset screen sx(5),((REFERENCE_TEXT_N-1)/2.0-(i-1))*9/HEIGHT font FONT_SMALL tc rgb INK
  }
}
plot DATA index 'limits' using 'x':(clip(column('low998'))):(clip(column('high998'))) with filledcurves fc rgb '#E6EDF4' notitle, \
     DATA index 'limits' using 'x':(clip(column('low95'))):(clip(column('high95'))) with filledcurves fc rgb '#CCDBE8' notitle, \
     DATA index 'ticks' using (X_LOW):'at':(X_HIGH-X_LOW):(0) with vectors nohead lt 20 notitle, \
     DATA index 'ticks' using (X_LOW):'at':'text' with labels right offset screen -sx(6),0 font FONT_NAME tc rgb INK notitle, \
     DATA index 'sizes' using 'at':(Y_LOW):'text' with labels center offset screen 0,-9/HEIGHT font FONT_NAME tc rgb INK notitle, \
     DATA index 'points' using 'x':(kind(0)) with points pt 7 ps 0.45*POINT lc rgb '#8A8A8A' notitle, \
     DATA index 'points' using 'x':(kind(1)) with points pt 7 ps 0.5*POINT lc rgb SKY notitle, \
     DATA index 'points' using 'x':(kind(2)) with points pt 7 ps 0.6*POINT lc rgb BLUE notitle, \
     DATA index 'leaders' using 'x':'y':(column('to x')-column('x')):(column('to y')-column('y')) with vectors nohead lc rgb GREY lw 0.75 notitle, \
     DATA index 'own' using 'x':'value' with points pt 7 ps 0.95*POINT lc rgb OWN notitle, \
     DATA index 'names' using 'x':(name(1,0)):'text' with labels left font FONT_SMALL tc rgb BLUE notitle, \
     DATA index 'names' using 'x':(name(-1,0)):'text' with labels right font FONT_SMALL tc rgb BLUE notitle, \
     DATA index 'names' using 'x':(name(1,1)):'text' with labels left font FONT_OWN tc rgb OWN_TEXT notitle, \
     DATA index 'names' using 'x':(name(-1,1)):'text' with labels right font FONT_OWN tc rgb OWN_TEXT notitle
unset output
