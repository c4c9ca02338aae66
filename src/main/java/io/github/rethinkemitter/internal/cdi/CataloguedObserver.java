package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.internal.flow.Observer;
import jakarta.enterprise.inject.Any;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An observer method of a bean. */
record CataloguedObserver(Catalogue.Row row, Requests requests) implements Observer {

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
    public void call(@Nullable Object payload) throws Exception {
        var topic = row.entry().qualifiers().topic();
        Set<Annotation> qualifiers = topic == null ? Set.of(Any.Literal.INSTANCE) : Set.of(topic, Any.Literal.INSTANCE);
        requests.call(row.methods().methodFor(payload), new CallContext(payload, type(), qualifiers));
    }
}
