# One interval a measure for each series, own above sector. Blocks: ticks (at,
# text), intervals (y, value, low, high, series, hidden), names (y, own, text),
# numbers (y, own, text, n). x is the value, y is points down from the top of the plot.
set xrange [X_LOW:X_HIGH]; set yrange [BODY:0]
ONE = (X_HIGH-X_LOW) / (WIDTH-LEFT-RIGHT) # a point along x
MIDST = (X_LOW+X_HIGH) / 2
weight(s) = TONE[s]==1 ? 3.2 : 1.6
size(s) = (TONE[s]==1 ? 0.95 : 0.6) * POINT
of(s,c) = column('series')==s && column('hidden')==0 ? column(c) : NaN
hidden(c) = column('hidden')==1 ? column(c) : NaN
own(c) = column('own')==1 ? column(c) : NaN
other(c) = column('own')==0 ? column(c) : NaN
set label 1 NUMBERS at graph 1,graph 1 left offset screen sx(10),7/HEIGHT font FONT_SMALL tc rgb GREY
set label 2 'n' at graph 1,graph 1 right offset screen sx(RIGHT-8),7/HEIGHT font FONT_SMALL tc rgb GREY
plot DATA index 'ticks' using 'at':(0):(0):(BODY) with vectors nohead lt 20 notitle, \
     DATA index 'ticks' using 'at':(BODY):'text' with labels center offset screen 0,-9/HEIGHT font FONT_SMALL tc rgb GREY notitle, \
     DATA index 'intervals' using (MIDST):(hidden('y')):(X_LOW):(X_HIGH):(column('y')-4):(column('y')+4) with boxxyerror fs pattern 4 border lc rgb MIDDLE fc rgb MIDDLE notitle, \
     DATA index 'intervals' using (MIDST):(hidden('y')):(MIDST-9*ONE):(MIDST+9*ONE):(column('y')-5):(column('y')+5) with boxxyerror fc rgb 'white' notitle, \
     DATA index 'intervals' using (MIDST):(hidden('y')):('[c]') with labels center font FONT_OWN_SMALL tc rgb GREY notitle, \
     for [s=SERIES_N:1:-1] DATA index 'intervals' using (of(s,'low')):'y':(column('high')-column('low')):(0) with vectors nohead lw weight(s) lc rgb COLOUR[s] notitle, \
     for [s=SERIES_N:1:-1] DATA index 'intervals' using (of(s,'value')):'y' with points pt 7 ps size(s) lc rgb COLOUR[s] notitle, \
     DATA index 'numbers' using (X_HIGH):(other('y')):'text' with labels left offset screen sx(10),0 font FONT_SMALL tc rgb INK notitle, \
     DATA index 'numbers' using (X_HIGH):(own('y')):'text' with labels left offset screen sx(10),0 font FONT_OWN_SMALL tc rgb OWN_TEXT notitle, \
     DATA index 'numbers' using (X_HIGH):'y':'n' with labels right offset screen sx(RIGHT-8),0 font FONT_SMALL tc rgb GREY notitle, \
     DATA index 'names' using (X_LOW):'y':'text' with labels right offset screen -sx(7),0 font FONT_OWN tc rgb INK notitle
unset output
