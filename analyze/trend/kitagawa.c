#include "analyze/trend/kitagawa.h"

#include <math.h>

/* Sums over the categories, by wave. */
struct sums {
    double n[2];
    double weight[2];
    double mean_level[2];  /* of (r_j1 + r_j2) / 2, by the wave's shares */
    double mean_change[2]; /* of r_j2 - r_j1 */
};

static double level_of(const struct trig_kitagawa_category *category)
{
    return (category->mean[0] + category->mean[1]) / 2.0;
}

static double change_of(const struct trig_kitagawa_category *category)
{
    return category->mean[1] - category->mean[0];
}

static struct sums add_up(const struct trig_kitagawa_category *categories, size_t count)
{
    struct sums sums = {{0.0, 0.0}, {0.0, 0.0}, {0.0, 0.0}, {0.0, 0.0}};
    for (size_t t = 0; t < 2; t++) {
        for (size_t i = 0; i < count; i++) {
            sums.n[t] += categories[i].n[t];
            sums.weight[t] += categories[i].weight[t];
            sums.mean_level[t] += categories[i].weight[t] * level_of(&categories[i]);
            sums.mean_change[t] += categories[i].weight[t] * change_of(&categories[i]);
        }
        sums.mean_level[t] /= sums.weight[t];
        sums.mean_change[t] /= sums.weight[t];
    }
    return sums;
}

/* How much an answer is further from the mean that it is drawn about than from that of its sample. */
static double scale_of(const struct sums *sums, const struct trig_kitagawa_category *category, size_t t)
{
    return sqrt(category->n[t] / (category->n[t] - 1.0) * (sums->n[t] - 1.0) / sums->n[t]);
}

struct trig_kitagawa trig_kitagawa_split(const struct trig_kitagawa_category *categories, size_t count,
                                         struct trig_influence *composition, struct trig_influence *within)
{
    struct trig_kitagawa split = {0.0, 0.0};
    struct sums sums = add_up(categories, count);
    for (size_t i = 0; i < count; i++) {
        const struct trig_kitagawa_category *category = &categories[i];
        double before = category->weight[0] / sums.weight[0];
        double after = category->weight[1] / sums.weight[1];
        split.composition += (after - before) * level_of(category);
        split.within += (before + after) / 2.0 * change_of(category);
        for (size_t t = 0; t < 2; t++) {
            double sign = t ? 1.0 : -1.0;
            double each = scale_of(&sums, category, t) / category->weight[t];
            double moved = (after - before) / 2.0 * each;
            double stayed = sign * (before + after) / 2.0 * each;
            composition[2 * i + t] = (struct trig_influence){
                category->domains[t], moved,
                moved * category->mean[t] -
                    sign * (level_of(category) - sums.mean_level[t]) / sums.weight[t]};
            within[2 * i + t] = (struct trig_influence){category->domains[t], stayed,
                                                        stayed * category->mean[t] -
                                                            (change_of(category) - sums.mean_change[t]) /
                                                                (2.0 * sums.weight[t])};
        }
    }
    return split;
}
