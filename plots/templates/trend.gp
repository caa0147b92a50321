# Lines over waves with interval bands. Blocks: ticks (at, text), waves (at, line,
# text), "panel 1 series S" (x, value, low, high, alone), ends (y, series, text),
# leaders of ends (x, y, to, series), hidden (x, line, series), strip names
# (line, series, text), breaks (x). x is the time of a wave, y the value; below
# Y_LOW a strip of STRIP points holds the suppressed waves.
VALUE = (Y_HIGH-Y_LOW) / (BODY-STRIP) # what a point along y is worth
BASE = Y_LOW - STRIP*VALUE
TIME = (X_HIGH-X_LOW) / (WIDTH-LEFT-RIGHT)
set xrange [X_LOW:X_HIGH]; set yrange [BASE:Y_HIGH]
BAND = SERIES_N>4 ? 0.08 : 0.18
weight(s) = TONE[s]==1 ? 2.6 : TONE[s]==2 ? 1.6 : 1.9
shape(s) = TONE[s]==0 ? int(word('7 5 9 13 11 15 7 5', s)) : 7
size(s) = (TONE[s]==1 ? 0.8 : TONE[s]==2 ? 0.45 : 0.6) * POINT
line(s) = sprintf('panel 1 series %d', s)
# An empty block holds one row of NaN, which is no series.
colour(s) = s>=1 ? COLOUR[int(s)] : 0
ink(s) = s>=1 ? TEXT_COLOUR[int(s)] : 0
row(l) = Y_LOW - (12*l+6)*VALUE
set arrow 1 from X_LOW,Y_LOW to X_HIGH,Y_LOW nohead lc rgb MIDDLE lw 1 back
set label 1 AXIS at screen sx(8),graph 1 left offset screen 0,9/HEIGHT font FONT_SMALL tc rgb GREY
plot DATA index 'ticks' using (X_LOW):'at':(X_HIGH-X_LOW):(0) with vectors nohead lt 20 notitle, \
     DATA index 'ticks' using (X_LOW):'at':'text' with labels right offset screen -sx(6),0 font FONT_NAME tc rgb INK notitle, \
     for [k=0:WAVE_LINES-1] DATA index 'waves' using (column('line')==k ? column('at') : NaN):(BASE):'text' with labels center offset screen 0,-(9+9.6*k)/HEIGHT font FONT_SMALL tc rgb INK notitle, \
     DATA index 'breaks' using 'x':(Y_LOW):(0):(Y_HIGH-Y_LOW) with vectors nohead lc rgb MIDDLE lw 1 dt (4,3) notitle, \
     DATA index 'breaks' using 'x':(Y_HIGH):('not comparable') with labels center offset screen 0,4/HEIGHT font FONT_CAPTION tc rgb GREY notitle, \
     for [s=SERIES_N:1:-1] DATA index line(s) using 'x':'low':'high' with filledcurves fc rgb COLOUR[s] fs transparent solid BAND noborder notitle, \
     DATA index 'leaders of ends' using 'x':'y':(X_HIGH-column('x')):(column('to')-column('y')):(colour(column('series'))) with vectors nohead lw 0.6 dt (3,3) lc rgb variable notitle, \
     for [s=SERIES_N:1:-1] DATA index line(s) using (column('alone')==1 ? column('x') : NaN):'low':(0):(column('high')-column('low')) with vectors nohead lw weight(s) lc rgb COLOUR[s] notitle, \
     for [s=SERIES_N:1:-1] DATA index line(s) using 'x':'value' with linespoints pt shape(s) ps size(s) lw weight(s) lc rgb COLOUR[s] notitle, \
     for [s=1:SERIES_N] DATA index 'ends' using (column('series')==s ? X_HIGH : NaN):'y':'text' with labels left offset screen sx(6),0 font FONT_OWN tc rgb TEXT_COLOUR[s] notitle, \
     DATA index 'hidden' using 'x':(row(column('line'))):(column('x')-11*TIME):(column('x')+11*TIME):(row(column('line'))-5*VALUE):(row(column('line'))+5*VALUE) with boxxyerror fs pattern 4 border lc rgb MIDDLE fc rgb MIDDLE notitle, \
     DATA index 'hidden' using 'x':(row(column('line'))):(column('x')-6*TIME):(column('x')+6*TIME):(row(column('line'))-4*VALUE):(row(column('line'))+4*VALUE) with boxxyerror fc rgb 'white' notitle, \
     DATA index 'hidden' using 'x':(row(column('line'))):('[c]'):(ink(column('series'))) with labels center font FONT_TINY tc rgb variable notitle, \
     DATA index 'strip names' using (X_HIGH):(row(column('line'))):'text':(ink(column('series'))) with labels left offset screen sx(6),0 font FONT_SMALL tc rgb variable notitle
unset output
