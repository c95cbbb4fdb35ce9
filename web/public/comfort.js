// Runs before the first paint: how this person reads, as the page left it on this device (src/lib/comfort.ts).
try {
  const kept = JSON.parse(localStorage.getItem("carnet.comfort") ?? sessionStorage.getItem("carnet.comfort") ?? "{}");
  for (const name of ["face", "spacing", "width", "contrast", "theme", "others", "typography"])
    if (typeof kept[name] === "string") document.documentElement.dataset[name] = kept[name];
} catch {
  // no storage here: the page sets them as soon as it knows who is reading
}
