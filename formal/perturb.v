(** * A little of another objective

    lem-perturbation: for small enough eps > 0 nothing is optimal for R + eps R' that is not optimal for R
    ([perturbation], and for several environments at once [perturbations]). From it come lem-little
    ([a_little]), lem-nudge ([nudge]), lem-own-nudge ([own_nudge]) and lem-harm ([wants_harm]). *)
From mathcomp Require Import all_ssreflect all_algebra.
Require Import value mdp.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** Below all of finitely many positive numbers there is a positive one. *)
Lemma below (F : realFieldType) (T : finType) (f : T -> F) :
  exists e : F, 0 < e /\ forall t, 0 < f t -> e < f t.
Proof.
suff [e [e0 H]] : exists e : F, 0 < e /\ forall t, t \in enum T -> 0 < f t -> e < f t.
  by exists e; split=> // t; apply: H; rewrite mem_enum.
elim: (enum T) => [|t s [e [e0 H]]]; first by exists 1; rewrite ltr01.
have [ft|ft] := ltP 0 (f t); last first.
  by exists e; split=> // u; rewrite inE => /orP[/eqP ->|/H //]; rewrite ltNge ft.
exists (Num.min e (f t / 2%:R)); split; first by rewrite lt_minr e0 divr_gt0 ?ltr0n.
move=> u; rewrite inE lt_minl => /orP[/eqP -> _|/H us /us -> //].
by rewrite ltr_pdivr_mulr ?ltr0n // mulr_natr mulr2n ltr_addl ft orbT.
Qed.

Section Perturb.
Variables (F : realFieldType) (S A : finType) (gamma : F).
Hypotheses (g_gt0 : 0 < gamma) (g_lt1 : gamma < 1).
Variable f0 : plan S A.
Notation env := (env F S A).
Notation policy := (policy F S A).
Notation objective := (objective F S A).
Notation det := (@det F S A).
Notation W := (@W F S A gamma).
Notation Opt := (@Opt F S A gamma).
Notation Inside := (@Inside F S A).

Let best_of (e : env) R p : Opt e R p -> forall q, W e R q <= W e R p.
Proof. by move/(Opt_all g_gt0 g_lt1 e f0). Qed.

(** lem-perturbation *)
Lemma perturbation (e : env) X Y : exists e0 : F, 0 < e0 /\
  forall eps, 0 < eps -> eps <= e0 -> forall p, Opt e (plus X Y eps) p -> Opt e X p.
Proof.
pose f (t : plan S A * plan S A) := (W e X (det t.2) - W e X (det t.1)) / (W e Y (det t.1) - W e Y (det t.2)).
have [e0 [e_gt0 H]] := below f; exists e0; split=> // eps eps0 le_eps p opt.
case: (boolP (Opt e X p)) => // /(suboptimal_inside g_gt0 g_lt1 f0)[g [i /forallPn[h]]].
rewrite -ltNge => lt_gh; have := best_of (Inside_opt g_gt0 g_lt1 f0 i opt) (det h).
rewrite !W_plus // -ler_subr_addr -addrA -mulrBr -ler_subl_addl => le_xy.
have x0 : 0 < W e X (det h) - W e X (det g) by rewrite subr_gt0.
have y0 : 0 < W e Y (det g) - W e Y (det h) by have := lt_le_trans x0 le_xy; rewrite pmulr_rgt0.
have := H (g, h); rewrite /f /= divr_gt0 // ltr_pdivl_mulr // => /(_ isT).
by rewrite ltNge (le_trans le_xy) // ler_wpmul2r // ltW.
Qed.

Lemma perturbations (es : seq env) X Y : exists e0 : F, 0 < e0 /\
  forall eps, 0 < eps -> eps <= e0 -> forall e, List.In e es -> forall p, Opt e (plus X Y eps) p -> Opt e X p.
Proof.
elim: es => [|e es [e1 [e1_0 H1]]]; first by exists 1; split; rewrite ?ltr01.
have [e2 [e2_0 H2]] := perturbation e X Y; exists (Num.min e1 e2); split; first by rewrite lt_minr e1_0.
move=> eps eps0; rewrite le_minr => /andP[l1 l2] d [<-|d_in]; first exact: H2.
exact: H1.
Qed.

(** If some q is optimal for both, what is optimal for the sum is what is optimal for both. *)
Lemma optimal_for_both (e : env) X Y q eps : 0 < eps -> Opt e X q -> Opt e Y q ->
  forall p, Opt e (plus X Y eps) p = Opt e X p && Opt e Y p.
Proof.
move=> eps0 /best_of qx /best_of qy p.
apply/idP/andP => [/best_of opt|[/best_of px /best_of py]]; last first.
  by apply/forallP => f; rewrite !W_plus // ler_add ?ler_pmul2l.
have := opt q; rewrite !W_plus // => le.
have ex : W e X q <= W e X p.
  have := ler_sub le (lexx (eps * W e Y p)); rewrite addrK; apply: le_trans.
  by rewrite -addrA ler_addl -mulrBr pmulr_rge0 // subr_ge0.
have ey : W e Y q <= W e Y p.
  rewrite -(ler_pmul2l eps0); have := ler_sub le (lexx (W e X p)); rewrite [X in _ <= X]addrAC subrr add0r; apply: le_trans.
  by rewrite addrAC ler_addr subr_ge0.
by split; apply/forallP => f; [apply: le_trans (qx _) ex | apply: le_trans (qy _) ey].
Qed.

(** lem-little, in several environments at once *)
Lemma a_little (es : seq env) X Y : exists T : objective, forall e, List.In e es ->
  [/\ forall p, Opt e T p -> Opt e X p,
      forall q, Opt e X q -> Opt e Y q -> Opt e T q &
      forall q, Opt e X q -> Opt e Y q -> forall p, Opt e T p -> Opt e Y p].
Proof.
have [e0 [e0_0 H]] := perturbations es X Y; exists (plus X Y e0) => e e_in.
have keeps := H e0 e0_0 (lexx _) e e_in; split=> // [q x y|q x y p].
  by rewrite (@optimal_for_both e X Y q) // x.
by rewrite (@optimal_for_both e X Y q) // => /andP[].
Qed.

Variables (a b : A).
Hypothesis ab : a != b.

(** The indicator of a plan is not trivial, nor is any sum with it that keeps what is optimal. *)
Lemma nontrivial_sum (e : env) X (f : plan S A) eps : 0 < eps ->
  (forall q, Opt e (plus X (ind (det f)) eps) q -> Opt e X q) ->
  exists g : plan S A, ~~ Opt e (plus X (ind (det f)) eps) (det g).
Proof.
move=> eps0 keeps; case: (boolP [forall g : plan S A, Opt e X (det g)]) => [/forallP all|/forallPn[g ng]]; last first.
  by exists g; apply: contra ng; apply: keeps.
have [g ng] := another e f ab; exists g.
have i : Opt e (ind (det f)) (det f) by rewrite indicator // Inside_refl.
by rewrite (@optimal_for_both e X (ind (det f)) (det f) eps) // indicator // negb_and ng orbT.
Qed.

(** lem-nudge, lem-own-nudge: X and a little of the indicator of f. In [dep], where f is optimal for X, it
    breaks the ties in favour of f; in every [e] of [es] it keeps what is optimal, and is not trivial. *)
Lemma nudge (es : seq env) X (f : plan S A) : exists Y : objective, forall e, List.In e es ->
  [/\ forall q, Opt e Y q -> Opt e X q,
      Opt e X (det f) -> forall q, Opt e Y q = Opt e X q && Inside e q (det f) &
      exists g : plan S A, ~~ Opt e Y (det g)].
Proof.
have [e0 [e0_0 H]] := perturbations es X (ind (det f)); exists (plus X (ind (det f)) e0) => e e_in.
have keeps := H e0 e0_0 (lexx _) e e_in; split=> // [Xf q|]; last exact: nontrivial_sum.
by rewrite (@optimal_for_both e X (ind (det f)) (det f)) ?indicator ?Inside_refl.
Qed.

(** lem-harm: of the optima of X, take those that harm the most, in [dep]. *)
Lemma wants_harm (es : seq env) (dep : env) (J : judge S A) X p : List.In dep es ->
  Opt dep X p -> ~~ Safe dep J p -> forall Y, exists T : objective,
  [/\ forall e, List.In e es -> forall q, Opt e T q -> Opt e X q,
      forall q, Opt dep T q -> ~~ Safe dep J q &
      forall e, List.In e es -> (forall f : plan S A, Opt e T (det f)) -> forall f : plan S A, Opt e Y (det f)].
Proof.
move=> dep_in Xp harm Y; pose R1 : objective := fun s c => (J s c)%:R.
have [e1 [e1_0 H1]] := perturbations es X R1; pose X1 := plus X R1 e1.
have [e2 [e2_0 H2]] := perturbations es X1 Y; exists (plus X1 Y e2).
have k1 e := H1 e1 e1_0 (lexx _) e; have k2 e := H2 e2 e2_0 (lexx _) e; split.
- by move=> e i q /(k2 e i)/(k1 e i).
- move=> q /(k2 dep dep_in) o1; have /best_of le := o1; have := le p; rewrite !W_plus //.
  have /eqP -> : W dep X q == W dep X p.
    by rewrite eq_le !(best_of Xp, best_of (k1 dep dep_in q o1)).
  rewrite ler_add2l ler_pmul2l // => le_pq; apply: contra harm.
  rewrite !(Safe_badness g_gt0 g_lt1) => /eqP z; rewrite eq_le -{1}z le_pq /=.
  by apply: sumr_ge0 => s _; rewrite mulr_ge0 ?mu_ge0 // V_ge0 // => *; rewrite ler0n.
- move=> e i all f; have o := k2 e i _ (all _).
  have flat q : W e X1 (det q) = W e X1 (det f) by apply/eqP; rewrite eq_le !best_of.
  apply/forallP => g; have /best_of/(_ (det g)) := all f.
  by rewrite !(W_plus g_gt0 g_lt1 e X1 Y) flat ler_add2l ler_pmul2l.
Qed.
End Perturb.
