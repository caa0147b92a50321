# Small multiples: own institution and sector over waves, a panel a measure.
# Blocks: ticks (at, text), waves (at, line, text), and for panel P: "panel P
# series S" (x, value, low, high, alone), "ends P" (y, series, text), "leaders of
# ends P" (x, y, to, series), "hidden P" (x, line, series). x is the time of a wave, y the value; below Y_LOW a strip
# of STRIP points holds the suppressed waves.
VALUE = (Y_HIGH-Y_LOW) / (PANEL_HEIGHT-STRIP) # what a point along y is worth
BASE = Y_LOW - STRIP*VALUE
TIME = (X_HIGH-X_LOW) / PANEL_WIDTH
weight(s) = TONE[s]==1 ? 2.2 : 1.5
size(s) = (TONE[s]==1 ? 0.65 : 0.35) * POINT
line(p,s) = sprintf('panel %d series %d', p, s)
# An empty block holds one row of NaN, which is no series.
colour(s) = s>=1 ? COLOUR[int(s)] : 0
ink(s) = s>=1 ? TEXT_COLOUR[int(s)] : 0
row(l) = Y_LOW - (12*l+6)*VALUE
do for [i=1:PANEL_TITLE_N] {
  set label i PANEL_TITLE[i] at screen sx(PANEL_TITLE_X[i]),sy(PANEL_TITLE_Y[i]) left font FONT_PANEL tc rgb INK
}
set multiplot
# The page's own texts are drawn once.
set xrange [X_LOW:X_HIGH]; set yrange [BASE:Y_HIGH]
plot NaN notitle
unset label; unset object
set arrow 1 from X_LOW,Y_LOW to X_HIGH,Y_LOW nohead lc rgb MIDDLE lw 0.75 back
do for [p=1:PANEL_N] {
  set lmargin at screen sx(PANEL_X[p]); set rmargin at screen sx(PANEL_X[p]+PANEL_WIDTH)
  set tmargin at screen sy(PANEL_Y[p]); set bmargin at screen sy(PANEL_Y[p]+PANEL_HEIGHT)
  FIRST = (p-1)%COLUMNS==0
  plot DATA index 'ticks' using (X_LOW):'at':(X_HIGH-X_LOW):(0) with vectors nohead lt 20 notitle, \
       DATA index 'ticks' using (FIRST ? X_LOW : NaN):'at':'text' with labels right offset screen -sx(6),0 font FONT_SMALL tc rgb INK notitle, \
       for [k=0:WAVE_LINES-1] DATA index 'waves' using (column('line')==k ? column('at') : NaN):(BASE):'text' with labels center offset screen 0,-(9+9.6*k)/HEIGHT font FONT_SMALL tc rgb INK notitle, \
       for [s=SERIES_N:1:-1] DATA index line(p,s) using 'x':'low':'high' with filledcurves fc rgb COLOUR[s] fs transparent solid 0.18 noborder notitle, \
       DATA index sprintf('leaders of ends %d',p) using 'x':'y':(X_HIGH-column('x')):(column('to')-column('y')):(colour(column('series'))) with vectors nohead lw 0.5 dt (3,3) lc rgb variable notitle, \
       for [s=SERIES_N:1:-1] DATA index line(p,s) using (column('alone')==1 ? column('x') : NaN):'low':(0):(column('high')-column('low')) with vectors nohead lw weight(s) lc rgb COLOUR[s] notitle, \
       for [s=SERIES_N:1:-1] DATA index line(p,s) using 'x':'value' with linespoints pt 7 ps size(s) lw weight(s) lc rgb COLOUR[s] notitle, \
       for [s=1:SERIES_N] DATA index sprintf('ends %d',p) using (column('series')==s ? X_HIGH : NaN):'y':'text' with labels left offset screen sx(4),0 font (TONE[s]==1 ? FONT_OWN_SMALL : FONT_SMALL) tc rgb TEXT_COLOUR[s] notitle, \
       DATA index sprintf('hidden %d',p) using 'x':(row(column('line'))):(column('x')-11*TIME):(column('x')+11*TIME):(row(column('line'))-5*VALUE):(row(column('line'))+5*VALUE) with boxxyerror fs pattern 4 border lc rgb MIDDLE fc rgb MIDDLE notitle, \
       DATA index sprintf('hidden %d',p) using 'x':(row(column('line'))):(column('x')-6*TIME):(column('x')+6*TIME):(row(column('line'))-4*VALUE):(row(column('line'))+4*VALUE) with boxxyerror fc rgb 'white' notitle, \
       DATA index sprintf('hidden %d',p) using 'x':(row(column('line'))):('[c]'):(ink(column('series'))) with labels center font FONT_TINY tc rgb variable notitle
}
unset multiplot
unset output
