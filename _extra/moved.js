// Leads from an old address to the new one, with what the address says of the live views.
document.addEventListener('DOMContentLoaded', () => {
  location.replace(document.querySelector('main a').href + location.search + location.hash);
});
