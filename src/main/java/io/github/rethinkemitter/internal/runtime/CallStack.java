package io.github.rethinkemitter.internal.runtime;

import java.util.function.Predicate;

/** Who is waiting for the present call to return. */
final class CallStack {

    private CallStack() {}

    /** Whether a class of this package called, however indirectly. */
    static boolean hasPackageOf(Class<?> type) {
        return has(caller -> caller.getPackageName().equals(type.getPackageName()));
    }

    /** Whether this class called, however indirectly. */
    static boolean hasClass(Class<?> type) {
        return has(caller -> caller == type);
    }

    private static boolean has(Predicate<Class<?>> wanted) {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames ->
                        frames.map(StackWalker.StackFrame::getDeclaringClass).anyMatch(wanted));
    }
}
