# The house style: terminals, fonts, colours, title, subtitle, caption, legend.
# Lengths are in points (1/72 inch) from the top left corner of the page; sx and
# sy turn them into what gnuplot calls screen coordinates. The sizes of letters
# are known to plots/page.h, which breaks lines by them: change both.
set encoding utf8
set decimalsign '.'
set datafile separator tab
set datafile columnheaders

FACE = FORMAT eq 'svg' ? 'Arial' : 'Liberation Sans'
DOTS = 3.0 # PNG: pixels a point, 216 dots per inch
if (FORMAT eq 'svg') {
  set terminal svg noenhanced size WIDTH,HEIGHT font FACE.',9' background 'white' linewidth 0.75 dashlength 1.33 dynamic
} else { if (FORMAT eq 'png') {
  set terminal pngcairo noenhanced size WIDTH*DOTS,HEIGHT*DOTS font FACE.',9' fontscale 0.75*DOTS linewidth 0.75*DOTS dashlength DOTS pointscale 0.75*DOTS
} else {
  set terminal pdfcairo noenhanced size WIDTH/72,HEIGHT/72 font FACE.',9' fontscale 0.75 linewidth 1.5 dashlength 2 pointscale 0.75
} }
set output OUTPUT
# Symbols are larger in SVG, which has no scale for them.
POINT = FORMAT eq 'svg' ? 0.85 : 1.0

sx(x) = x / WIDTH
sy(y) = 1 - y / HEIGHT

# Okabe and Ito (2008); what is written in a colour is darker than what is drawn in it.
INK = '#222222'; GREY = '#5A5A5A'; MIDDLE = '#A8A8A8'; PALE = '#DEDEDE'
OWN = '#D55E00'; OWN_TEXT = '#BF5300'; SECTOR = '#6B6B6B'
BLUE = '#0072B2'; SKY = '#56B4E9'; FAINT = '#C4C4C4'

FONT_TITLE = FACE.' Bold,11'; FONT_SUBTITLE = FACE.',9'; FONT_CAPTION = FACE.',7'
FONT_NAME = FACE.',8'; FONT_OWN = FACE.' Bold,8'; FONT_PANEL = FACE.' Bold,9'
FONT_SMALL = FACE.',7.5'; FONT_OWN_SMALL = FACE.' Bold,7.5'; FONT_TINY = FACE.' Bold,6.5'

do for [i=1:TITLE_N] {
  set label 9000+i TITLE[i] at screen sx(8),sy(TITLE_Y+14*(i-1)) left font FONT_TITLE tc rgb INK
}
do for [i=1:SUBTITLE_N] {
  set label 9010+i SUBTITLE[i] at screen sx(8),sy(SUBTITLE_Y+11.5*(i-1)) left font FONT_SUBTITLE tc rgb GREY
}
do for [i=1:CAPTION_N] {
  set label 9020+i CAPTION[i] at screen sx(8),sy(HEIGHT-8-9*(CAPTION_N-i)) left font FONT_CAPTION tc rgb GREY
}
if (exists('LEGEND_N')) {
  do for [i=1:LEGEND_N] {
    set object 9000+i rectangle from screen sx(LEGEND_X[i]),sy(LEGEND_Y[i]+4) to screen sx(LEGEND_X[i]+8),sy(LEGEND_Y[i]-4) fc rgb LEGEND_COLOUR[i] fs solid noborder
    set label 9100+i LEGEND[i] at screen sx(LEGEND_X[i]+11),sy(LEGEND_Y[i]) left font (LEGEND_OWN[i]==1 ? FONT_OWN_SMALL : FONT_SMALL) tc rgb (LEGEND_OWN[i]==1 ? OWN_TEXT : INK)
  }
}

set lmargin at screen sx(LEFT); set rmargin at screen 1-sx(RIGHT)
set tmargin at screen sy(TOP); set bmargin at screen BOTTOM/HEIGHT
set border 0; unset tics; unset key; set pointintervalbox 0
set style fill solid 1 noborder
set linetype 20 lc rgb PALE lw 0.5
