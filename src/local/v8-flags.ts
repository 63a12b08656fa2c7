/**
 * What V8 may hold on this machine. An isolate of production has 128 MB and collects its garbage early; without a limit V8 lets garbage grow with the
 * memory of the machine, also that of the isolate that stands for D1: an upload of 100 MB then takes 200 MB. From semi-spaces of the usual 1 MB that
 * isolate would move each statement's text of half a megabyte to its old space, where they lie until it holds some 28 MB.
 */
export const V8_FLAGS = '--max-heap-size=128 --initial-old-space-size=8 --min-semi-space-size=4';
