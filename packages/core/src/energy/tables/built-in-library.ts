/**
 * Aladdin's circuits at 1 ns under the names by which published designs ask for them (`aladdin_adder`, ...), in the
 * layout of the public library plug-in of Accelergy. Figures: Shao et al., ISCA 2014 (`circuit-rows.ts`), leakage of the
 * adder and actions that cost nothing as that plug-in has them.
 */
export const BUILT_IN_LIBRARY = `
COMPONENT: aladdin_adder
technology, global_cycle_seconds, width|datawidth, energy, area, action
40nm, 1e-9, 32, 0.21, 278, add|read
40nm, 1e-9, 32, 0.0024, 278, leak
40nm, 1e-9, 32, 0, 278, update|write
COMPONENT: aladdin_multiplier
technology, global_cycle_seconds, width|datawidth, width_a|datawidth_a, width_b|datawidth_b, energy, area, action
40nm, 1e-9, 32, 32, 32, 12.68, 6350, multiply|read
40nm, 1e-9, 32, 32, 32, 0.08, 6350, leak
40nm, 1e-9, 32, 32, 32, 0, 6350, update|write
COMPONENT: aladdin_comparator
technology, global_cycle_seconds, width|datawidth, energy, area, action
40nm, 1e-9, 32, 0.02947, 71, compare|read
40nm, 1e-9, 32, 2.51e-5, 71, leak
40nm, 1e-9, 32, 0, 71, update|write
COMPONENT: aladdin_counter
technology, global_cycle_seconds, width|datawidth, energy, area, action
40nm, 1e-9, 32, 0.25074, 495.5, count|read
40nm, 1e-9, 32, 0.0003213, 495.5, leak
40nm, 1e-9, 32, 0, 495.5, update|write
COMPONENT: aladdin_register
technology, global_cycle_seconds, width|datawidth, energy, area, action
40nm, 1e-9, 1, 0.009, 5.98, read
40nm, 1e-9, 1, 0, 5.98, write
40nm, 1e-9, 1, 0, 5.98, leak|update
`;
