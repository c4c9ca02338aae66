/**
 * The fault suite. Events are triggered before, during and after a fault, and every acknowledged event must be observed by
 * all subscribers: once, in order, and soon after the fault.
 */
package io.github.rethinkemitter.faults;
