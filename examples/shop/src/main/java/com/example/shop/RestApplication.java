package com.example.shop;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Puts the resources below {@code api/}. */
@ApplicationPath("api")
public class RestApplication extends Application {}
