package io.github.rethinkemitter.page;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.inject.Stereotype;
import jakarta.inject.Singleton;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** A bean of which there is one object. Containers that read only annotated classes do not find it by {@code @Singleton} alone. */
@Singleton
@Stereotype
@Retention(RUNTIME)
@Target(TYPE)
@interface PageBean {}
