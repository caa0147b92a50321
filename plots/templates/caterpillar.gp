# Intervals by institution, names on the left. Blocks: ticks (at, text),
# intervals (y, value, low, high, own), names (y, own, text), numbers (y, own,
# text, n), hidden (y). x is the value, y is points down from the top of the plot.
set xrange [X_LOW:X_HIGH]; set yrange [BODY:0]
ONE = (X_HIGH-X_LOW) / (WIDTH-LEFT-RIGHT) # a point along x
MIDST = (X_LOW+X_HIGH) / 2
own(c) = column('own')==1 ? column(c) : NaN
other(c) = column('own')==0 ? column(c) : NaN
set label 1 NUMBERS at graph 1,graph 1 left offset screen sx(10),7/HEIGHT font FONT_SMALL tc rgb GREY
set label 2 'n' at graph 1,graph 1 right offset screen sx(RIGHT-8),7/HEIGHT font FONT_SMALL tc rgb GREY
if (exists('REFERENCE')) {
  set arrow 1 from REFERENCE,graph 0 to REFERENCE,graph 1 nohead lc rgb INK lw 1 dt (4,3) back
  set label 3 REFERENCE_TEXT at screen sx(REFERENCE_X),graph 1 center offset screen 0,7/HEIGHT font FONT_SMALL tc rgb INK
}
plot DATA index 'ticks' using 'at':(0):(0):(BODY) with vectors nohead lt 20 notitle, \
     DATA index 'ticks' using 'at':(BODY):'text' with labels center offset screen 0,-9/HEIGHT font FONT_SMALL tc rgb GREY notitle, \
     DATA index 'hidden' using (MIDST):'y':(X_LOW):(X_HIGH):(column('y')-5):(column('y')+5) with boxxyerror fs pattern 4 border lc rgb MIDDLE fc rgb MIDDLE notitle, \
     DATA index 'hidden' using (MIDST):'y':(MIDST-9*ONE):(MIDST+9*ONE):(column('y')-6):(column('y')+6) with boxxyerror fc rgb 'white' notitle, \
     DATA index 'hidden' using (MIDST):'y':('[c]') with labels center font FONT_OWN_SMALL tc rgb GREY notitle, \
     DATA index 'intervals' using (other('low')):'y':(column('high')-column('low')):(0) with vectors nohead lw 1.6 lc rgb SECTOR notitle, \
     DATA index 'intervals' using (other('value')):'y' with points pt 7 ps 0.6*POINT lc rgb INK notitle, \
     DATA index 'intervals' using (own('low')):'y':(column('high')-column('low')):(0) with vectors nohead lw 3.2 lc rgb OWN notitle, \
     DATA index 'intervals' using (own('value')):'y' with points pt 7 ps 0.95*POINT lc rgb OWN notitle, \
     DATA index 'numbers' using (X_HIGH):(other('y')):'text' with labels left offset screen sx(10),0 font FONT_SMALL tc rgb INK notitle, \
     DATA index 'numbers' using (X_HIGH):(own('y')):'text' with labels left offset screen sx(10),0 font FONT_OWN_SMALL tc rgb OWN_TEXT notitle, \
     DATA index 'numbers' using (X_HIGH):'y':'n' with labels right offset screen sx(RIGHT-8),0 font FONT_SMALL tc rgb GREY notitle, \
     DATA index 'names' using (X_LOW):(other('y')):'text' with labels right offset screen -sx(7),0 font FONT_NAME tc rgb INK notitle, \
     DATA index 'names' using (X_LOW):(own('y')):'text' with labels right offset screen -sx(7),0 font FONT_OWN tc rgb OWN_TEXT notitle
unset output
