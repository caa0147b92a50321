/* The layout of each kind of figure; see struct trig_kind's build. Each writes
 * the prelude and the blocks that the template of its name says it reads. */
#ifndef TRIG_PLOTS_KINDS_LAYOUT_H
#define TRIG_PLOTS_KINDS_LAYOUT_H

#include "plots/figure/figure.h"
#include "plots/page/script.h"

enum trig_status trig_likert_lay(const trig_figure *figure, struct trig_script *script,
                                 struct trig_error *error);
enum trig_status trig_caterpillar_lay(const trig_figure *figure, struct trig_script *script,
                                      struct trig_error *error);
enum trig_status trig_upright_lay(const trig_figure *figure, struct trig_script *script,
                                  struct trig_error *error);
enum trig_status trig_funnel_lay(const trig_figure *figure, struct trig_script *script,
                                 struct trig_error *error);
enum trig_status trig_trend_lay(const trig_figure *figure, struct trig_script *script,
                                struct trig_error *error);
enum trig_status trig_panels_lay(const trig_figure *figure, struct trig_script *script,
                                 struct trig_error *error);
enum trig_status trig_intervals_lay(const trig_figure *figure, struct trig_script *script,
                                    struct trig_error *error);

#endif
