// The service worker. Notices are in a file of their own.
"use strict";
importScripts("/push.js");
