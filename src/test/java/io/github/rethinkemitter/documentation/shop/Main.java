package io.github.rethinkemitter.documentation.shop;

import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.io.IOException;

public class Main {

    public static void main(String[] args) throws IOException {
        try (var container = SeContainerInitializer.newInstance().initialize()) {
            container.select(Orders.class).get().place(new Order(7, "tea"));
            System.in.read(); // until Enter is pressed; the end of the container stores what still waits
        }
    }
}
