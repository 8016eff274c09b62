"""What raters say of photographs, and what follows from it: rounds, answers, marks, landmarks."""
