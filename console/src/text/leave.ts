export const leaveText = {
  title: 'Leave without saving?',
  what: 'What you changed here is not saved yet.',
  stay: 'Stay on this page',
  leave: 'Leave without saving',
};
