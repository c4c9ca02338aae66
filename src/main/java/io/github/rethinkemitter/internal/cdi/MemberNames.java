package io.github.rethinkemitter.internal.cdi;

import jakarta.enterprise.inject.spi.AnnotatedCallable;
import jakarta.enterprise.inject.spi.InjectionPoint;
import java.lang.reflect.Executable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names of methods and injection points for messages. */
final class MemberNames {

    private MemberNames() {}

    /** {@code com.example.Orders.placed(com.example.Order)}, named after the bean even if a superclass declares it. */
    static String of(Class<?> bean, AnnotatedCallable<?> method) {
        var parameters = ((Executable) method.getJavaMember()).getParameterTypes();
        return Stream.of(parameters)
                .map(Class::getTypeName)
                .collect(Collectors.joining(
                        ", ", bean.getTypeName() + "." + method.getJavaMember().getName() + "(", ")"));
    }

    /** {@code com.example.Orders.emitter} */
    static String of(InjectionPoint point) {
        var member = point.getMember();
        return member == null ? point.toString() : member.getDeclaringClass().getTypeName() + "." + member.getName();
    }
}
