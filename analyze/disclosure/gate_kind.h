/* Which reliability gate is asked for; gate.h says what each does. */
#ifndef TRIG_ANALYZE_DISCLOSURE_GATE_KIND_H
#define TRIG_ANALYZE_DISCLOSURE_GATE_KIND_H

enum trig_gate { TRIG_GATE_NONE, TRIG_GATE_NCHS, TRIG_GATE_CV };

/* What users call them; NULL ends them. */
extern const char *const trig_gate_names[];

#endif
