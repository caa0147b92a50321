# Diverging stacked bars. Blocks: ticks (at, text), bars (y, from, to, answer),
# percents (at, y, answer, text), counts (y, text), hidden (y), names (y, own, text).
# x is percent, negative answers left of 0; y is points down from the top of the plot.
set xrange [X_LOW:X_HIGH]; set yrange [BODY:0]
ONE = (X_HIGH-X_LOW) / (WIDTH-LEFT-RIGHT) # a point along x
# An empty block holds one row of NaN, which is no answer.
fill(a) = a>=1 ? FILL[int(a)] : 0
ink(a) = a>=1 ? INK_ON[int(a)] : 0
set label 1 'n' at graph 1,graph 1 right offset screen sx(RIGHT-8),7/HEIGHT font FONT_SMALL tc rgb GREY
set arrow 1 from 0,graph 0 to 0,graph 1 nohead lc rgb MIDDLE lw 1 back
plot DATA index 'ticks' using 'at':(0):(0):(BODY) with vectors nohead lt 20 notitle, \
     DATA index 'ticks' using 'at':(BODY):'text' with labels center offset screen 0,-9/HEIGHT font FONT_SMALL tc rgb GREY notitle, \
     DATA index 'bars' using ((column('from')+column('to'))/2):'y':'from':'to':(column('y')-BAR/2):(column('y')+BAR/2):(fill(column('answer'))) with boxxyerror lc rgb variable notitle, \
     DATA index 'percents' using 'at':'y':'text':(ink(column('answer'))) with labels center font FONT_SMALL tc rgb variable notitle, \
     DATA index 'hidden' using ((X_LOW+X_HIGH)/2):'y':(X_LOW):(X_HIGH):(column('y')-BAR/2):(column('y')+BAR/2) with boxxyerror fs pattern 4 border lc rgb MIDDLE fc rgb MIDDLE notitle, \
     DATA index 'hidden' using ((X_LOW+X_HIGH)/2):'y':((X_LOW+X_HIGH)/2-9*ONE):((X_LOW+X_HIGH)/2+9*ONE):(column('y')-BAR/2+2):(column('y')+BAR/2-2) with boxxyerror fc rgb 'white' notitle, \
     DATA index 'hidden' using ((X_LOW+X_HIGH)/2):'y':('[c]') with labels center font FONT_OWN_SMALL tc rgb GREY notitle, \
     DATA index 'counts' using (X_HIGH):'y':'text' with labels right offset screen sx(RIGHT-8),0 font FONT_SMALL tc rgb GREY notitle, \
     DATA index 'names' using (X_LOW):(column('own')==0 ? column('y') : NaN):'text' with labels right offset screen -sx(7),0 font FONT_NAME tc rgb INK notitle, \
     DATA index 'names' using (X_LOW):(column('own')==1 ? column('y') : NaN):'text' with labels right offset screen -sx(7),0 font FONT_OWN tc rgb OWN_TEXT notitle
unset output
