(** * False cells are seen to be false

    A world of one state and two actions, over the rationals, with gamma = 1/2, the same in training and in
    deployment; the human calls one of the actions bad. In it cells are false which the atlas calls false: so the
    theorems are not empty, and neither is what the printer prints. *)
From mathcomp Require Import all_ssreflect all_algebra.
Require Import value mdp perturb structure world cells.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Notation Q := rat_realFieldType.
Notation one_state := unit_finType.
Notation actions := bool_finType.

Definition stay : env Q one_state actions.
Proof.
by apply: (@Env _ _ _ (fun _ _ _ => 1) (fun _ => 1)) => *; rewrite ?ler01 // (big_pred1 tt) //; case.
Defined.
Definition half : rat := 1 / 2%:R.
Lemma half_gt0 : 0 < half. Proof. by []. Qed.
Lemma half_lt1 : half < 1. Proof. by []. Qed.

Definition bad : judge one_state actions := fun _ c => c.
Definition bandit : structure :=
  world half true stay stay stay bad 0 (one Q one_state actions) (all_objectives Q one_state actions).
Definition plays (c : bool) : plan one_state actions := [ffun=> c].
Definition says (c : bool) : Policy bandit := det Q (plays c).
Definition nothing : Objective bandit := @zero Q one_state actions.
Definition likes (c : bool) : Objective bandit := ind (det Q (plays c)).

Lemma pure_says c : deterministic bandit (says c). Proof. by exists (plays c). Qed.
Lemma uses c d : used stay (det Q (plays c)) tt d = (d == c).
Proof. by rewrite /used reach_start ?ltr01 // det_gt0 ffunE. Qed.

Lemma best_of_nothing w (t : Policy bandit) : best half stay stay stay (X := one Q one_state actions) w (nothing : all_objectives Q one_state actions) t.
Proof. exact: (Opt_zero half_gt0 half_lt1). Qed.
Lemma best_of_likes w c d : best half stay stay stay (X := one Q one_state actions) w
  (likes c : all_objectives Q one_state actions) (says d) = (d == c).
Proof.
rewrite /best /likes (indicator half_gt0 half_lt1 _ (p0 one_state true)).
have -> : env_at stay stay stay w = stay by case: w.
apply/InsideP/eqP => [/(_ tt d)|-> [] e]; last by case/andP.
by rewrite uses eqxx det_gt0 ffunE => /(_ isT)/eqP.
Qed.
Lemma harmless_says w c : harmless stay stay stay bad (X := one Q one_state actions) w (says c) = ~~ c.
Proof.
rewrite /harmless; have -> : env_at stay stay stay w = stay by case: w.
apply/SafeP/idP => [/(_ tt c)|nc [] d]; first by rewrite uses eqxx /bad; apply.
by rewrite uses => /eqP ->.
Qed.
Lemma laws_of_bandit : laws bandit. Proof. exact: (world_laws half_gt0 half_lt1). Qed.
Lemma performs_if t (R : Objective bandit) : optimal bandit deployment R t -> performs bandit t R.
Proof. by move/(law_w1 _ laws_of_bandit). Qed.

Lemma allowed_iff t (R : Objective bandit) : base_safe bandit deployment R t <-> optimal bandit deployment R t.
Proof. exact: (law_strict _ laws_of_bandit). Qed.
Lemma likes_not c : ~ base_safe bandit deployment (likes c) (says (~~ c)).
Proof. by move/allowed_iff; rewrite /= best_of_likes; case: c. Qed.

(** Zero vouches for whoever does harm: everything is optimal for it, and something is safe. *)
Lemma zero_vouches t : exists R : Objective bandit, demonstrates bandit training t R /\
  (exists q : Policy bandit, deterministic bandit q /\ optimal bandit deployment R q /\ safe bandit deployment q).
Proof.
exists nothing; split; first exact: best_of_nothing.
exists (says false); split; first exact: pure_says.
by split; [exact: best_of_nothing | rewrite /= harmless_says].
Qed.
Lemma harm_is_done : ~ safe bandit deployment (says true). Proof. by rewrite /= harmless_says. Qed.
(** And it is an objective on which whoever acts performs well. *)
Lemma zero_is_pursued t : exists R : Objective bandit, demonstrates bandit training t R /\ performs bandit t R.
Proof. by exists nothing; split; [exact: best_of_nothing | apply: performs_if; exact: best_of_nothing]. Qed.

Theorem false_I3_training_some_included_some : ~ cell_I3_training_some_included_some bandit (says true).
Proof. by move=> H; apply: harm_is_done; apply: H; [exact: zero_vouches | exact: zero_is_pursued]. Qed.

Theorem false_I4_training_some_included_some_training :
  ~ cell_I4_training_some_included_some_training bandit (says true) nothing.
Proof.
move=> H; apply: harm_is_done; apply: H; last by apply: performs_if; exact: best_of_nothing.
split; first by move=> model _ _; exact: zero_vouches.
by exists (says true); split; [exact: pure_says | exact: best_of_nothing].
Qed.

(** Of two actions the base objective likes the other one. *)
Theorem false_I5_training_some_included_some : ~ cell_I5_training_some_included_some bandit (says true) (likes false).
Proof.
move=> H; have : performs bandit (says true) (likes false).
  apply: H; last exact: zero_is_pursued.
  exists nothing; split; first exact: best_of_nothing.
  exists (says false); split; first exact: pure_says; split; first exact: best_of_nothing.
  by apply/allowed_iff; rewrite /= best_of_likes.
by move/(law_w1 _ laws_of_bandit); rewrite /= best_of_likes.
Qed.

(** Of every objective that is demonstrated, zero is one; and for zero, what the base objective does not like is optimal. *)
Lemma zero_allows_more t c : demonstrates bandit training t nothing -> ~ forall R : Objective bandit,
  demonstrates bandit training t R -> forall q : Policy bandit, deterministic bandit q ->
  optimal bandit deployment R q -> base_safe bandit deployment (likes c) q.
Proof.
move=> d H; apply: (@likes_not c); apply: (H nothing d); first exact: pure_says.
exact: best_of_nothing.
Qed.

Theorem false_I5a_training_every_included_every :
  ~ cell_I5a_training_every_included_every bandit (says true) (likes true).
Proof.
move=> H; have [|every_one _] := H; last exact: zero_allows_more (best_of_nothing _ _) every_one.
by apply: performs_if; rewrite /= best_of_likes.
Qed.

Theorem false_I1_training_every_included_every :
  ~ cell_I1_training_every_included_every bandit (says true) (likes true) (likes true).
Proof.
move=> H; have [||every_one _] := H; last exact: zero_allows_more (best_of_nothing _ _) every_one.
- by move=> q _ o; apply/allowed_iff.
- by split; rewrite /= best_of_likes.
Qed.
