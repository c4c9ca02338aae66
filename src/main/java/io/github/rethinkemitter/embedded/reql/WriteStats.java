package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Change;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.Outcome;
import io.github.rethinkemitter.embedded.data.ReqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Counts the outcomes of a write, and makes its reply. */
final class WriteStats {
    /** The changes that the reply includes, from {@code return_changes}. */
    enum ReturnChanges {
        NONE,
        CHANGED,
        ALWAYS
    }

    private final ReturnChanges returnChanges;
    private final int limit;
    private final List<Datum> changes = new ArrayList<>();
    private final List<Datum> generatedKeys = new ArrayList<>();
    private int inserted;
    private int replaced;
    private int deleted;
    private int unchanged;
    private int skipped;
    private int errors;
    private boolean tooManyChanges;
    private boolean hasOutcome;
    private @Nullable String firstError;

    WriteStats(ReturnChanges returnChanges, Env env) {
        this.returnChanges = returnChanges;
        this.limit = env.limits().array();
    }

    void addGeneratedKey(String key) {
        generatedKeys.add(Datum.of(key));
    }

    void add(Outcome outcome) {
        hasOutcome = true;
        if (outcome instanceof Outcome.Changed changed) {
            changed(changed.change());
        } else if (outcome instanceof Outcome.Unchanged same) {
            if (same.document() == null) {
                skipped++;
            } else {
                unchanged++;
            }
            if (returnChanges == ReturnChanges.ALWAYS) {
                addChange(same.document(), same.document(), null);
            }
        } else if (outcome instanceof Outcome.Refused refused) {
            error(refused.reason().text());
            if (returnChanges == ReturnChanges.ALWAYS) {
                addChange(
                        refused.document(), refused.document(), refused.reason().text());
            }
        }
    }

    /** A document whose key cannot be one. As in a real server, it is among the changes even where only changed documents are. */
    void addRefused(ReqlException reason) {
        hasOutcome = true;
        error(reason.text());
        if (returnChanges != ReturnChanges.NONE) {
            addChange(null, null, reason.text());
        }
    }

    private void error(String text) {
        errors++;
        if (firstError == null) {
            firstError = text;
        }
    }

    private void changed(Change change) {
        if (change.before() == null) {
            inserted++;
        } else if (change.after() == null) {
            deleted++;
        } else {
            replaced++;
        }
        if (returnChanges != ReturnChanges.NONE) {
            addChange(change.before(), change.after(), null);
        }
    }

    private void addChange(@Nullable Obj before, @Nullable Obj after, @Nullable String error) {
        if (changes.size() >= limit) {
            tooManyChanges = true;
            return;
        }
        Obj change = Obj.of("new_val", orNull(after), "old_val", orNull(before));
        changes.add(error == null ? change : change.with("error", Datum.of(error)));
    }

    private static Datum orNull(@Nullable Obj document) {
        return document == null ? Datum.NULL : document;
    }

    Obj reply() {
        SortedMap<String, Datum> reply = Obj.of(
                        "inserted",
                        inserted,
                        "replaced",
                        replaced,
                        "deleted",
                        deleted,
                        "unchanged",
                        unchanged,
                        "skipped",
                        skipped,
                        "errors",
                        errors)
                .copy();
        if (firstError != null) {
            reply.put("first_error", Datum.of(firstError));
        }
        // As in a real server, a write of no documents answers no list of changes either.
        if (returnChanges != ReturnChanges.NONE && hasOutcome) {
            reply.put("changes", new Arr(changes));
        }
        if (!generatedKeys.isEmpty()) {
            reply.put("generated_keys", new Arr(generatedKeys.subList(0, Math.min(limit, generatedKeys.size()))));
        }
        Arr warnings = warnings();
        if (warnings.size() > 0) {
            reply.put("warnings", warnings);
        }
        return new Obj(reply);
    }

    private Arr warnings() {
        List<Datum> warnings = new ArrayList<>();
        if (tooManyChanges) {
            warnings.add(Datum.of("Too many changes, array truncated to " + limit + "."));
        }
        if (generatedKeys.size() > limit) {
            warnings.add(Datum.of(
                    "Too many generated keys (" + generatedKeys.size() + "), array truncated to " + limit + "."));
        }
        return new Arr(warnings);
    }
}
