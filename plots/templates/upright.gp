# Intervals of many institutions, side by side. Blocks: ticks (at, text), and
# intervals (x, value, low, high, kind: 0 as the reference, 1 unlike it, 2 own).
# x counts institutions from the lowest, y is the value.
set xrange [X_LOW:X_HIGH]; set yrange [Y_LOW:Y_HIGH]
kind(k,c) = column('kind')==k ? column(c) : NaN
length(z) = column('high')-column('low')
if (exists('REFERENCE')) {
  set arrow 1 from graph 0,first REFERENCE to graph 1,first REFERENCE nohead lc rgb INK lw 1 dt (4,3) front
  do for [i=1:REFERENCE_TEXT_N] {
    set label 10+i REFERENCE_TEXT[i] at graph 1,first REFERENCE left offset screen sx(5),((REFERENCE_TEXT_N-1)/2.0-(i-1))*9/HEIGHT font FONT_SMALL tc rgb INK
  }
}
set label 1 BELOW at graph 0.5,graph 0 center offset screen 0,-10/HEIGHT font FONT_NAME tc rgb GREY
if (exists('OWN_AT')) {
  set arrow 2 from OWN_AT,first OWN_TOP to OWN_AT,screen sy(OWN_Y+9.6*(OWN_NAME_N-1)+5) nohead lc rgb OWN lw 0.75 back
  do for [i=1:OWN_NAME_N] {
    set label 20+i OWN_NAME[i] at screen sx(OWN_X),sy(OWN_Y+9.6*(i-1)) center font FONT_OWN tc rgb OWN_TEXT front
  }
}
if (exists('HIDDEN_FROM')) {
  # [c] stands in the middle, or where the reference line is too near, in the longer part.
  MARK = 0.5
  if (exists('REFERENCE')) {
    LINE = 1.0*(REFERENCE-Y_LOW)/(Y_HIGH-Y_LOW)
    if (abs(LINE-MARK) < 0.06) { MARK = LINE < 0.5 ? (1+LINE)/2 : LINE/2 }
  }
  set object 1 rectangle from HIDDEN_FROM,graph 0 to HIDDEN_TO,graph 1 fs pattern 4 border lc rgb MIDDLE fc rgb MIDDLE
  set object 2 rectangle from first HIDDEN_FROM,graph MARK-0.03 to first HIDDEN_TO,graph MARK+0.03 fs solid noborder fc rgb 'white'
  set label 2 '[c]' at (HIDDEN_FROM+HIDDEN_TO)/2,graph MARK center font FONT_OWN_SMALL tc rgb GREY front
}
plot DATA index 'ticks' using (X_LOW):'at':(X_HIGH-X_LOW):(0) with vectors nohead lt 20 notitle, \
     DATA index 'ticks' using (X_LOW):'at':'text' with labels right offset screen -sx(6),0 font FONT_NAME tc rgb INK notitle, \
     DATA index 'intervals' using 'x':(kind(0,'low')):(0):(length(0)) with vectors nohead lw 1.0 lc rgb FAINT notitle, \
     DATA index 'intervals' using 'x':(kind(1,'low')):(0):(length(0)) with vectors nohead lw 1.0 lc rgb SKY notitle, \
     DATA index 'intervals' using 'x':(kind(0,'value')) with points pt 7 ps 0.35*POINT lc rgb SECTOR notitle, \
     DATA index 'intervals' using 'x':(kind(1,'value')) with points pt 7 ps 0.4*POINT lc rgb BLUE notitle, \
     DATA index 'intervals' using 'x':(kind(2,'low')):(0):(length(0)) with vectors nohead lw 2.6 lc rgb OWN notitle, \
     DATA index 'intervals' using 'x':(kind(2,'value')) with points pt 7 ps 0.9*POINT lc rgb OWN notitle
unset output
