/** Whatever breaks while events flow: what was acknowledged is observed by all, once, in order, and soon after. */
package io.github.rethinkemitter.faults;
