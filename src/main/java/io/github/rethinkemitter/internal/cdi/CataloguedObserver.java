package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.internal.flow.FailureRules;
import io.github.rethinkemitter.internal.flow.Observer;
import jakarta.enterprise.inject.Any;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An observer method of a bean. No record, because annotations are slow to compare and each observer equals only itself. */
final class CataloguedObserver implements Observer {

    private final Catalogue.Row row;
    private final ObserverInvoker invoker;
    private final Set<Annotation> qualifiers;
    private final FailureRules onFailure;

    CataloguedObserver(Catalogue.Row row, ObserverInvoker invoker, FailureRules onFailure) {
        this.row = row;
        this.invoker = invoker;
        this.onFailure = onFailure;
        var topic = row.entry().qualifiers().topic();
        this.qualifiers = topic == null ? Set.of(Any.Literal.INSTANCE) : Set.of(topic, Any.Literal.INSTANCE);
    }

    @Override
    public String topic() {
        return row.entry().topic();
    }

    @Override
    public Type type() {
        return row.entry().type();
    }

    @Override
    public boolean async() {
        return row.entry().async();
    }

    @Override
    public int priority() {
        return row.entry().priority();
    }

    @Override
    public String method() {
        return row.entry().method();
    }

    @Override
    public String name() {
        return row.entry().name();
    }

    @Override
    public FailureRules onFailure() {
        return onFailure;
    }

    @Override
    public void call(@Nullable Object payload) throws Exception {
        invoker.call(row.methods().methodFor(payload), new CallContext(payload, type(), qualifiers));
    }
}
