/** What the documents say of runs is checked against what the runs wrote. */
package io.github.rethinkemitter.documentation;
