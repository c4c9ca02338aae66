package io.github.rethinkemitter.it;

import jakarta.enterprise.context.RequestScoped;

/** Counts within one request. A call of an observer is a request. */
@RequestScoped
public class Basket {

    private int size;

    public int add() {
        return ++size;
    }
}
