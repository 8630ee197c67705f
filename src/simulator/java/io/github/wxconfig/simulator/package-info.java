/**
 * What would WeChat answer?
 *
 * <p>In come HTTP requests and knobs, as docs/simulator.md lists them; out come tokens, tickets, faults and verdicts. It has
 * sources and tests of its own, is no part of the filter's jar, and uses nothing of the filter.
 */
package io.github.wxconfig.simulator;
