package io.github.rethinkemitter.it;

import jakarta.enterprise.context.RequestScoped;

/** Counts within one request: an observer's call is one. */
@RequestScoped
public class Basket {

    private int size;

    public int add() {
        return ++size;
    }
}
