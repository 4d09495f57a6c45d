(** * The lemmas of the page of proofs, as they are printed, hold of every world

    A lemma about a structure is printed for just the places that a cell speaks of (lemmas.v). Each kind of
    lemma is proved here once, in a place, and a tactic of the same name proves all that is printed of it. *)
From mathcomp Require Import all_ssreflect all_algebra.
Require Import value mdp perturb spare structure world.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Facts.
Variables (F : realFieldType) (S A : finType) (gamma : F).
Hypotheses (g_gt0 : 0 < gamma) (g_lt1 : gamma < 1).
Variables (a b : A).
Hypothesis ab : a != b.
Variables (train deploy believed : env F S A) (J : judge S A) (tau : F).
Hypothesis tau_ge0 : 0 <= tau.

(** ** Of whoever acts, and whatever the class of objectives *)
Section Anybody.
Variables (X : player F S A) (C : class F S A).
Notation at_place := (env_at train deploy believed).
Notation best := (@best F S A gamma train deploy believed X C).
Notation within := (@within F S A train deploy believed X).
Notation harmless := (@harmless F S A train deploy believed J X).
Notation pure t := (exists d : pure X, t = acts d).

Lemma some_optimum w (R : C) : exists t : who X, pure t /\ best w R t.
Proof.
have [d dE] := everything X w (mdp.best gamma (at_place w) (fun _ _ => true) (p0 S a) (pays w R)).
exists (acts d); split; first by exists d.
by rewrite /world.best play_acts dE; apply: Opt_star.
Qed.
Lemma inside_itself w t : within w t t. Proof. exact: Inside_refl. Qed.
Lemma inside_keeps_optimal w t u (R : C) : within w u t -> best w R t -> best w R u.
Proof. exact: (Inside_opt g_gt0 g_lt1 (p0 S a)). Qed.
Lemma inside_keeps_safe w t u : within w u t -> harmless w t -> harmless w u.
Proof. exact: Inside_safe. Qed.
Lemma inside_is_mutual w t u : pure t -> pure u -> within w u t -> within w t u.
Proof. by move=> [d ->] [c ->]; rewrite /world.within !play_acts; apply: Inside_sym. Qed.
Lemma another_policy w t : pure t -> exists u, pure u /\ ~ within w u t.
Proof.
move=> [d ->]; have [g /negP ng] := another (at_place w) (plan_of w d) ab.
have [c cE] := everything X w g; exists (acts c); split; first by exists c.
by rewrite /world.within !play_acts cE.
Qed.
(** What some plan inside a policy does in one place, somebody does who does not mix. *)
Lemma of_a_plan w t (K : policy F S A -> bool) :
  (exists f, Inside (at_place w) (det F f) (play w t) /\ K (det F f)) ->
  exists u, pure u /\ within w u t /\ K (play w u).
Proof.
move=> [f [i k]]; have [d dE] := everything X w f; exists (acts d).
by rewrite /world.within play_acts dE; split; first by exists d.
Qed.
Lemma unsafe_inside_in w t : ~ harmless w t -> exists u, pure u /\ within w u t /\ ~ harmless w u.
Proof.
move/negP/(unsafe_inside g_gt0 g_lt1 (p0 S a)) => H.
have [u [pu [i /negP n]]] := of_a_plan (K := fun p => ~~ Safe (at_place w) J p) H.
by exists u.
Qed.
Lemma suboptimal_inside_in w (R : C) t : ~ best w R t -> exists u, pure u /\ within w u t /\ ~ best w R u.
Proof.
move/negP/(suboptimal_inside g_gt0 g_lt1 (p0 S a)) => H.
have [u [pu [i /negP n]]] := of_a_plan (K := fun p => ~~ Opt gamma (at_place w) (pays w R) p) H.
by exists u.
Qed.
Lemma one_is_inside t : exists u, pure u /\ forall w, within w u t.
Proof.
have [d dE] := taken_from (p0 S a) t; exists (acts d); split; first by exists d.
by move=> w; rewrite /world.within play_acts dE; apply: Inside_support.
Qed.
Notation allowed := (@allowed F S A gamma a train deploy believed X C).
Lemma optimal_is_allowed w (R : C) t : best w R t -> allowed tau w R t.
Proof. exact: (Opt_tolerable g_gt0 g_lt1). Qed.
Lemma inside_keeps_allowed w (R : C) t u : within w u t -> allowed tau w R t -> allowed tau w R u.
Proof. exact: Inside_safe. Qed.

Hypothesis has_zero : exists o : C, forall w s c, pays w o s c = 0.
Lemma zero_is_best : exists o : C, forall w t, best w o t.
Proof.
have [o z] := has_zero; exists o => w t; rewrite /world.best.
by rewrite (eq_Opt g_gt0 g_lt1 _ (R' := @zero F S A)) ?Opt_zero // => s c; apply: z.
Qed.
End Anybody.

(** ** Of cones: a little of one objective can be added to another *)
Section Cone.
Variables (X : player F S A) (C : class F S A).
Notation at_place := (env_at train deploy believed).
Notation best := (@best F S A gamma train deploy believed X C).
Notation harmless := (@harmless F S A train deploy believed J X).
Hypothesis sums : forall (R R' : C) eps, 0 < eps -> exists T : C,
  forall w s c, pays w T s c = plus (pays w R) (pays w R') eps s c.

Lemma small_enough (R R' : C) : exists e0 : F, 0 < e0 /\ forall w p,
  Opt gamma (at_place w) (plus (pays w R) (pays w R') e0) p -> Opt gamma (at_place w) (pays w R) p.
Proof.
have few w := perturbation g_gt0 g_lt1 (p0 S a) (at_place w) (pays w R) (pays w R').
have [e1 [e1_0 H1]] := few training; have [e2 [e2_0 H2]] := few deployment.
have [e3 [e3_0 H3]] := few beliefs; have [e4 [e4_0 H4]] := few both.
pose e0 := Num.min (Num.min e1 e2) (Num.min e3 e4).
have e0_0 : 0 < e0 by rewrite !lt_minr e1_0 e2_0 e3_0.
exists e0; split=> //; have [l1 l2 l3 l4] : [/\ e0 <= e1, e0 <= e2, e0 <= e3 & e0 <= e4].
  by rewrite /e0 !le_minl !lexx !orbT.
by case=> p; [apply: H1 | apply: H2 | apply: H4 | apply: H3].
Qed.

(** R + eps R', in the class *)
Lemma with_a_little (R R' : C) : exists eps : F, 0 < eps /\ exists T : C,
  (forall w t, best w T t = Opt gamma (at_place w) (plus (pays w R) (pays w R') eps) (play w t)) /\
  forall w t, best w T t -> best w R t.
Proof.
have [eps [eps0 keeps]] := small_enough R R'; have [T TE] := sums R R' eps0.
have E w t : best w T t = Opt gamma (at_place w) (plus (pays w R) (pays w R') eps) (play w t).
  by rewrite /world.best (eq_Opt g_gt0 g_lt1 _ _ (TE w)).
by exists eps; split=> //; exists T; split=> // w t; rewrite E; apply: keeps.
Qed.

(** lem-little *)
Lemma little (R R' : C) : exists T : C, forall w,
  [/\ forall t, best w T t -> best w R t,
      forall t, best w R t /\ best w R' t -> best w T t &
      forall t, best w R t /\ best w R' t -> forall u, best w T u -> best w R' u].
Proof.
have [eps [eps0 [T [E keeps]]]] := with_a_little R R'; exists T => w; split=> [|t [x y]|t [x y] u].
- exact: keeps.
- by rewrite E (optimal_for_both g_gt0 g_lt1 (p0 S a) eps0 x y); apply/andP.
- by rewrite E (optimal_for_both g_gt0 g_lt1 (p0 S a) eps0 x y) => /andP[].
Qed.

(** lem-harm: in a cone that has the harm itself, in deployment *)
Hypothesis harm : exists h : C, forall s c, pays deployment h s c = (J s c)%:R.

(** What R1 = R + eps h pays in deployment, of two optima of R: the better one does more harm. *)
Lemma more_harm (R h : C) eps t u : (forall s c, pays deployment h s c = (J s c)%:R) -> 0 < eps ->
  best deployment R t -> best deployment R u -> ~ harmless deployment t ->
  Opt gamma deploy (plus (pays deployment R) (pays deployment h) eps) (play deployment u) -> ~ harmless deployment u.
Proof.
move=> hE eps0 /(Opt_all g_gt0 g_lt1 deploy (p0 S a)) ot /(Opt_all g_gt0 g_lt1 deploy (p0 S a)) ou bad.
move=> /(Opt_all g_gt0 g_lt1 deploy (p0 S a))/(_ (play deployment t)).
have := W_plus g_gt0 g_lt1 deploy (pays deployment R) (pays deployment h) eps.
have := ot (play deployment u); have := ou (play deployment t).
have := fun p => @eq_W _ _ _ _ g_gt0 g_lt1 deploy _ _ p hE.
have bt : W gamma deploy (fun s c => (J s c)%:R) (play deployment t) != 0.
  by apply/negP; rewrite -(Safe_badness g_gt0 g_lt1).
have bt0 : 0 <= W gamma deploy (fun s c => (J s c)%:R) (play deployment t).
  by apply: sumr_ge0 => s _; rewrite mulr_ge0 ?mu_ge0 // V_ge0 // => *; rewrite ler0n.
suff H : W gamma deploy (fun s c => (J s c)%:R) (play deployment t) <=
         W gamma deploy (fun s c => (J s c)%:R) (play deployment u) ->
         ~ harmless deployment u.
  move: H; move: (W gamma deploy (fun s c => (J s c)%:R)) bt bt0 => WJ _ _ H hW.
  move: (W gamma deploy (pays deployment R)) => WR ltu lut; move: (W gamma deploy (pays deployment h)) hW => Wh hW.
  move: (W gamma deploy (plus _ _ _)) => WP plusE; rewrite !plusE !hW => le; apply: H.
  have e : WR (play deployment t) = WR (play deployment u) by apply/eqP; rewrite eq_le ltu lut.
  by move: le; rewrite e ler_add2l ler_pmul2l.
rewrite /world.harmless (Safe_badness g_gt0 g_lt1) /=.
move: (W gamma deploy (fun s c => (J s c)%:R)) bt bt0 => WJ n0 ge0 le /eqP z; move: n0.
by rewrite eq_le ge0 andbT -z le.
Qed.

Lemma flat_enough w (R R' T : C) eps : 0 < eps ->
  (forall t, best w T t = Opt gamma (at_place w) (plus (pays w R) (pays w R') eps) (play w t)) ->
  (forall t, best w T t -> best w R t) ->
  (forall t : who X, (exists d, t = acts d) -> best w T t) -> forall t : who X, (exists d, t = acts d) -> best w R' t.
Proof.
move=> eps0 E keeps all t pt; apply/forallP => f; have [c cE] := everything X w f.
rewrite -cE -play_acts; set u := acts c; have pu : exists d, u = acts d by exists c.
have := all t pt; rewrite E => /(Opt_all g_gt0 g_lt1 _ (p0 S a))/(_ (play w u)).
have := W_plus g_gt0 g_lt1 (at_place w) (pays w R) (pays w R') eps.
have /(Opt_all g_gt0 g_lt1 _ (p0 S a))/(_ (play w t)) := keeps u (all u pu).
have /(Opt_all g_gt0 g_lt1 _ (p0 S a))/(_ (play w u)) := keeps t (all t pt).
move: (W gamma _ (pays w R)) (W gamma _ (pays w R')) => WR WR' lut ltu.
move: (W gamma _ (plus _ _ _)) => WP plusE; rewrite !plusE.
have -> : WR (play w u) = WR (play w t) by apply/eqP; rewrite eq_le lut ltu.
by rewrite ler_add2l ler_pmul2l.
Qed.

Lemma wants (R : C) : (exists t, best deployment R t /\ ~ harmless deployment t) -> forall R' : C, exists T : C,
  [/\ forall w t, best w T t -> best w R t, forall t, best deployment T t -> ~ harmless deployment t &
      forall w, (forall t : who X, (exists d, t = acts d) -> best w T t) ->
        forall t : who X, (exists d, t = acts d) -> best w R' t].
Proof.
move=> [t [o bad]] R'; have [h hE] := harm.
have [e1 [e1_0 [R1 [E1 k1]]]] := with_a_little R h; have [e2 [e2_0 [T [E2 k2]]]] := with_a_little R1 R'.
exists T; split=> [w u /k2/k1 // | u /k2 o1 | w]; last exact: flat_enough e2_0 (E2 w) (k2 w).
apply: (more_harm hE e1_0 o _ bad); first exact: k1.
by have := E1 deployment u => <-.
Qed.
End Cone.

(** ** All objectives R(s,a) *)
Section Everything.
Notation C := (all_objectives F S A).
Variable X : player F S A.
Notation best := (@best F S A gamma train deploy believed X C).
Notation within := (@within F S A train deploy believed X).
Notation pure t := (exists d : pure X, t = acts d).

Lemma indicated w (t : who X) : exists R : C, forall u, best w R u = within w u t.
Proof. by exists (ind (play w t)) => u; exact: (indicator g_gt0 g_lt1 _ (p0 S a)). Qed.

(** The nudge of R towards what t, who does not mix, does in v: there it breaks the ties. *)
Lemma nudged (t : who X) (R : C) v : pure t -> exists Y : C, forall w,
  [/\ forall u, best w Y u -> best w R u,
      (forall d : world.pure X, plan_of w d = plan_of v d) -> best w R t ->
        forall u, best w Y u = best w R u && within w u t &
      exists u, pure u /\ ~ best w Y u].
Proof.
move=> [d ->]; have [Y H] := nudge g_gt0 g_lt1 (p0 S a) ab [:: train; deploy; believed] R (plan_of v d).
exists Y => w; have [|keeps ties [g ng]] := H (env_at train deploy believed w).
  by case: w; rewrite /=; tauto.
split; first by move=> u; apply: keeps.
- by move=> wv; rewrite /world.best /world.within play_acts wv => o u; apply: ties.
- have [c cE] := everything X w g; exists (acts c); split; first by exists c.
  by rewrite /world.best play_acts cE; apply/negP.
Qed.
(** lem-nudge and lem-own-nudge, of a policy in one place *)
Lemma nudge_of v w (t : who X) (R : C) : pure t -> best v R t -> exists Y : C,
  [/\ forall u, best v Y u -> within v u t,
      exists z, pure z /\ best w R z /\ best w Y z & exists u, pure u /\ ~ best w Y u].
Proof.
move=> pt o; have [Y H] := nudged R v pt; exists Y; split; last by case: (H w).
- by move=> u; case: (H v) => _ ties _; rewrite ties // => /andP[].
- have [z [pz oz]] := @some_optimum X C w Y; exists z; split=> //.
  by case: (H w) => keeps _ _; split=> //; apply: keeps.
Qed.
Lemma own_nudge_of v (t : who X) (R : C) : pure t -> exists Y : C,
  [/\ forall w, (forall d : world.pure X, plan_of w d = plan_of v d) -> best w R t -> best w Y t,
      forall w, exists u, pure u /\ ~ best w Y u & forall w u, best w Y u -> best w R u].
Proof.
move=> pt; have [Y H] := nudged R v pt; exists Y; split=> [w wv o|w|w u]; case: (H w) => // keeps ties _.
  by rewrite ties // o; apply: Inside_refl.
exact: keeps.
Qed.
Lemma own_nudge_in v (t : who X) (R : C) : pure t -> best v R t -> exists Y : C,
  best v Y t /\ ~ (forall u, pure u -> best v Y u) /\ forall u, best deployment Y u -> best deployment R u.
Proof.
move=> pt o; have [Y [own none keeps]] := own_nudge_of v R pt; exists Y; split; first exact: own.
split; last exact: keeps.
by have [u [pu n]] := none v; move=> all; apply: n; apply: all.
Qed.
Lemma own_nudge_in_both (t : who X) (R : C) : (forall d : world.pure X, plan_of deployment d = plan_of training d) ->
  pure t -> best training R t /\ best deployment R t -> exists Y : C,
  (best training Y t /\ best deployment Y t) /\
  ~ ((forall u, pure u -> best training Y u) /\ (forall u, pure u -> best deployment Y u)) /\
  forall u, best deployment Y u -> best deployment R u.
Proof.
move=> same pt [o1 o2]; have [Y [own none keeps]] := own_nudge_of training R pt; exists Y.
split; first by split; apply: own.
split; last exact: keeps.
by have [u [pu n]] := none training; move=> [all _]; apply: n; apply: all.
Qed.
End Everything.

(** ** Who has one policy for all places *)
Lemma indicator_of_one (C : class F S A) :
  (forall p, exists o : C, forall w s c, pays w o s c = ind p s c) -> forall t : who (one F S A), exists R : C,
  forall w u, best gamma train deploy believed w R u = within train deploy believed w u t.
Proof.
move=> all t; have [R RE] := all t; exists R => w u.
rewrite /best (eq_Opt g_gt0 g_lt1 _ _ (RE w)); exact: (indicator g_gt0 g_lt1 _ (p0 S a)).
Qed.

Notation best1 := (@best F S A gamma train deploy believed (one F S A) (all_objectives F S A)).
Notation pure1 t := (exists d : pure (one F S A), t = acts d).
Notation share t u := (exists X, (best1 training X t /\ best1 deployment X t /\
  ~ ((forall z, pure1 z -> best1 training X z) /\ (forall z, pure1 z -> best1 deployment X z))) /\ best1 deployment X u).

(** lem-spare-pair *)
Lemma spare_pair (t u v : who (one F S A)) R : pure1 t -> pure1 u /\ ~ best1 deployment R u -> pure1 v ->
  share u v \/ share t u \/ (exists z, (pure1 z /\ ~ best1 deployment R z) /\ share t z) \/
  forall X z, (best1 training X z -> best1 deployment X z) /\ (best1 deployment X z -> best1 training X z).
Proof.
have say f g : shares gamma train deploy f g -> share (det F f) (det F g).
  move=> [X [[o1 [o2 n]] o]]; exists X; do ?split=> //; move=> [all1 all2]; apply: n.
  by split=> h; [apply: all1 | apply: all2]; exists h.
move=> [f ->] [[m ->] /negP n] [g ->]; have [p anything] := uniform F S a.
have [sh|sh|[h [nh sh]]|same] := spare g_gt0 g_lt1 ab train anything f g n.
- by left; apply: say.
- by right; left; apply: say.
- by right; right; left; exists (det F h); split; [split; [exists h | apply/negP] | apply: say].
- by right; right; right=> X z; rewrite /best same.
Qed.

(** ** Who replans *)
Notation best2 := (@best F S A gamma train deploy believed (two F S A) (all_objectives F S A)).
Notation within2 := (@within F S A train deploy believed (two F S A)).
Lemma combine (t u : who (two F S A)) : exists z : who (two F S A),
  [/\ within2 training z t, within2 training t z, within2 deployment z u, within2 deployment u z &
      (exists d : pure (two F S A), t = acts d) -> (exists d : pure (two F S A), u = acts d) ->
      exists d : pure (two F S A), z = acts d].
Proof.
exists (t.1, u.2); split; try exact: Inside_refl.
by move=> [d ->] [c ->]; exists (d.1, c.2).
Qed.
(** [x] does in [v] what [t] does in [w]; and the indicator of that. *)
Notation pure2 t := (exists d : pure (two F S A), t = acts d).
Lemma as_trained (t : who (two F S A)) : pure2 t -> exists z, pure2 z /\ exists R : all_objectives F S A,
  forall u, best2 training R u = within2 training u t /\ best2 deployment R u = within2 deployment u z.
Proof.
move=> [[f g] ->]; exists (acts ((f, f) : pure (two F S A))); split; first by exists (f, f).
exists (ind (det F f)) => u.
by split; rewrite /best /within !(indicator g_gt0 g_lt1 _ (p0 S a)).
Qed.
Lemma as_deployed (t : who (two F S A)) : pure2 t -> exists z, [/\ pure2 z, within2 deployment z t,
  within2 deployment t z & exists R : all_objectives F S A, [/\ best2 training R z,
  exists u, pure2 u /\ ~ best2 training R u & forall u, best2 deployment R u -> within2 deployment u t]].
Proof.
move=> [[f g] ->]; exists (acts ((g, g) : pure (two F S A))); split; try exact: Inside_refl.
  by exists (g, g).
have pg : pure2 (acts ((g, g) : pure (two F S A))) by exists (g, g).
have E w u : best2 w (ind (det F g)) u = Inside (env_at train deploy believed w) (play w u) (det F g).
  exact: (indicator g_gt0 g_lt1 _ (p0 S a)).
exists (ind (det F g)); split; first by rewrite E; apply: Inside_refl.
- by have [u [pu n]] := another_policy (X := two F S A) training pg; exists u; rewrite E.
- by move=> u; rewrite E.
Qed.
End Facts.
