(** * A world is a structure

    Here the atoms of the formulas get their meaning: in two environments (and one that the agent believes in) with
    the same states and actions, a human judge, a tolerance of the base judge, a class of objectives, and a way to
    act: one policy for all environments, or one for each ([player]). [world_laws] proves the laws of structure.v. *)
From mathcomp Require Import all_ssreflect all_algebra.
Require Import value mdp perturb structure.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** Who acts: what they do in each place, and those who do not mix, of whom there are finitely many. [everything]
    says that in one place they may follow any plan, [taken_from] that of every policy some plan can be followed
    that keeps to it in all places. *)
Record player (F : realFieldType) (S A : finType) := Player {
  who : Type; pure : finType; acts : pure -> who;
  play : place -> who -> policy F S A; plan_of : place -> pure -> plan S A;
  play_acts : forall w d, play w (acts d) = det F (plan_of w d);
  everything : forall w f, exists d, plan_of w d = f;
  taken_from : forall f0 t, exists d, forall w, plan_of w d = support f0 (play w t) }.

(** One policy for all environments. *)
Definition one (F : realFieldType) (S A : finType) : player F S A.
refine (@Player F S A (policy F S A) [finType of plan S A] (@det F S A) (fun=> id) (fun=> id) _ _ _) => //.
- by move=> _ f; exists f.
- by move=> f0 t; exists (support f0 t).
Defined.

(** Who replans: one policy for training, another for deployment, which is also played where it is believed to be. *)
Definition two (F : realFieldType) (S A : finType) : player F S A.
pose pick T (w : place) (t : T * T) : T := match w with training => t.1 | _ => t.2 end.
refine (@Player F S A (policy F S A * policy F S A)%type [finType of plan S A * plan S A]
  (fun d => (det F d.1, det F d.2)) (pick _) (pick _) _ _ _).
- by case.
- by move=> w f; exists (f, f); case: w.
- by move=> f0 t; exists (support f0 t.1, support f0 t.2); case.
Defined.

(** A class of objectives says for each of its members what is paid in each place. *)
Record class (F : realFieldType) (S A : finType) := Class {
  member :> Type; pays : place -> member -> objective F S A }.
Definition all_objectives F S A : class F S A := Class (fun _ (R : objective F S A) => R).
(** Any objectives among which is 0: the candidates of a case, however many. *)
Definition among F S A (C : objective F S A -> Prop) : class F S A :=
  Class (fun _ (R : {R : objective F S A | C R}) => sval R).
(** What is paid depends on the state alone. *)
Definition on_states (F : realFieldType) (S A : finType) : class F S A := @Class F S A (S -> F) (fun _ r s _ => r s).

Section World.
Variables (F : realFieldType) (S A : finType) (gamma : F).
Hypotheses (g_gt0 : 0 < gamma) (g_lt1 : gamma < 1).
Variables (a b : A).
Hypothesis ab : a != b.
Variables (train deploy believed : env F S A) (J : judge S A) (tau : F).
Variables (X : player F S A) (C : class F S A).
Notation policy := (policy F S A).
Notation det := (@det F S A).

(** A plan to begin with: that there is one. *)
Definition p0 : plan S A := [ffun=> a].
Definition env_at (w : place) : env F S A :=
  match w with training => train | beliefs => believed | _ => deploy end.

Definition best w (R : C) (t : who X) : bool := Opt gamma (env_at w) (pays w R) (play w t).
Definition within w (t u : who X) : bool := Inside (env_at w) (play w t) (play w u).
Definition harmless w (t : who X) : bool := Safe (env_at w) J (play w t).
Definition allowed (epsilon : F) w (R : C) (t : who X) : bool :=
  Safe (env_at w) (by_objective gamma (env_at w) p0 (pays w R) epsilon) (play w t).
Definition loses w (R : C) (t : who X) : F := regret gamma (env_at w) p0 (pays w R) (play w t).

Definition world : structure := {|
  Policy := who X; Objective := member C;
  deterministic := fun t => exists d : pure X, t = acts d;
  optimal := fun w R t => at_ w (fun v => best v R t);
  safe := fun w t => at_ w (fun v => harmless v t);
  base_safe := fun w R t => at_ w (fun v => allowed 0 v R t);
  tolerable := fun w R t => at_ w (fun v => allowed tau v R t);
  performs := fun t R => loses deployment R t = 0;
  performs_as_believed := fun t R => loses beliefs R t = 0;
  inside := fun w t u => at_ w (fun v => within v t u) |}.

Lemma allowed_strict w R t : allowed 0 w R t = best w R t.
Proof. exact: (Safe_strict g_gt0 g_lt1). Qed.

Lemma decided_bool (x : bool) : decided x. Proof. by case: x; [left | right]. Qed.
Lemma decided_at (f : place -> bool) w : decided (at_ w (fun v => f v)).
Proof.
case: w; rewrite /at_; try exact: decided_bool.
by case: (f training); case: (f deployment); [left | right; case | right; case | right; case].
Qed.

(** Of finitely many one can find out whether something holds of all. *)
Lemma finite (T : finType) (K : T -> Prop) : (forall t, decided (K t)) -> (forall t, K t) \/ exists t, ~ K t.
Proof.
move=> D; suff [H|[t [_ n]]] : (forall t, t \in enum T -> K t) \/ exists t, t \in enum T /\ ~ K t.
- by left=> t; apply: H; rewrite mem_enum.
- by right; exists t.
elim: (enum T) => [|t s [H|[u [us n]]]]; first by left.
- case: (D t) => [k|n]; [left=> u | right; exists t]; last by rewrite inE eqxx.
  by rewrite inE => /orP[/eqP ->|/H].
- by right; exists u; rewrite inE us orbT.
Qed.

Lemma world_laws : laws world.
Proof.
split=> /=; try by move=> *; apply: decided_at.
- by case=> R t; rewrite /at_ /= !allowed_strict.
- by move=> t R; rewrite /at_ /loses /best (Opt_regret g_gt0 g_lt1 _ p0); split=> [->|/eqP].
- by move=> t R; rewrite /at_ /loses /best (Opt_regret g_gt0 g_lt1 _ p0); split=> [->|/eqP].
- move=> K D; have [d|H|[d n]] := @finite (pure X) (fun d => K (acts d)).
  + by apply: D; exists d.
  + by left=> _ [d ->].
  + by right; exists (acts d); split=> //; exists d.
Qed.
End World.

(** What is paid depends on the state and the next one: for an action, the mean of that. *)
Definition on_steps (F : realFieldType) (S A : finType) (train deploy believed : env F S A) : class F S A :=
  @Class F S A (S -> S -> F) (fun w r s c => \sum_t P (env_at train deploy believed w) s c t * r s t).
