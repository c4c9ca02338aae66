package io.github.rethinkemitter.documentation.shop;

import io.github.rethinkemitter.EmitterStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

@ApplicationScoped
class Watching {

    @Inject
    EmitterStatus status;

    void look() {
        var now = status.now(); // from memory, at once
        if (!now.ready()) {
            warn(now.problems() + " " + now.link() + " " + now.following());
        }
        status.stored().parked().forEach(one -> warn(one.observer() + " has " + one.parked() + " parked events"));
    }

    private static void warn(String text) {
        System.getLogger("shop").log(System.Logger.Level.WARNING, text);
    }
}
