// Puts the page together.

const watchTheme = () => {
  const root = document.documentElement;
  const button = byId('theme');
  const system = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (root.dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark';
  const label = () => { button.textContent = isDark() ? 'Light colours' : 'Dark colours'; };
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    label();
  });
  system.addEventListener('change', label);
  label();
};

watchTheme();
byId('print').addEventListener('click', () => print());
showLookedAt();
showHeadlines();
showSums();
showRuns();
showTimes();
showReasons();
showStrips(batch => showBatch(batch, filterByBatch));
showCustomers();
showErrors();
showAttention();
showClaims();
showSources();
showBooks();
watchStory();
