// Stands in for @emotion/react: Reflex hands a component's style over in `css`, and ours hold plain
// properties alone, which an element's own style says as well as a class made at run time.
import { createElement } from "react";

const nested = (css) => Array.isArray(css) || Object.values(css).some((one) => one instanceof Object);

export const jsx = (type, props, ...children) => {
  if (!props?.css) return createElement(type, props, ...children);
  const { css, ...rest } = props;
  if (typeof document === "undefined" && nested(css)) {
    throw new Error(`write a class into lk.css instead of ${JSON.stringify(css)}`);
  }
  return createElement(type, { ...rest, style: css }, ...children);
};
