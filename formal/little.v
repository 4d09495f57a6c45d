(** * Little worlds, in which false cells are seen to be false

    One state and two actions, over the rationals, with gamma = 1/2, the same in training, in deployment and where it
    is believed to be. Here an action is optimal if the other one is not paid more ([optimal_iff]), so an objective is
    as good as one of three. [refute] decides by that, going through plans and objectives, whether a cell is false.
    The false cells are printed (refuted.v), from the counterexamples of the atlas. *)
From mathcomp Require Import all_ssreflect all_algebra.
Require Import value mdp perturb structure world.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Notation Q := rat_realFieldType.
Notation S := unit_finType.
Notation A := bool_finType.

Definition stay : env Q S A.
Proof.
by apply: (@Env _ _ _ (fun _ _ _ => 1) (fun _ => 1)) => *; rewrite ?ler01 // (big_pred1 tt) //; case.
Defined.
Definition half : rat := 1 / 2%:R.
Lemma half_gt0 : 0 < half. Proof. by []. Qed.
Lemma half_lt1 : half < 1. Proof. by []. Qed.

(** ** What is optimal, and what is tolerable *)
Definition plays (c : bool) : plan S A := [ffun=> c].
Lemma plan_plays (f : plan S A) : f = plays (f tt). Proof. by apply/ffunP; case; rewrite ffunE. Qed.
Definition pay (x y : rat) : objective Q S A := fun _ c => if c then y else x.
(** Which actions are called bad. *)
Definition calls (x y c : bool) : bool := if c then y else x.
(** The other action is not paid more; or not much more. *)
Definition top (R : objective Q S A) c : bool := R tt (~~ c) <= R tt c.
Definition nearly (tau : rat) (R : objective Q S A) c : bool := R tt (~~ c) - tau <= R tt c.

Lemma paid_forever (g x : rat) : g < 1 -> (1 - g)^-1 * x = x + g * ((1 - g)^-1 * x).
Proof.
move=> g1; have n0 : 1 - g != 0 by rewrite subr_eq0 gt_eqF.
by apply: (mulfI n0); rewrite mulrDr mulVKf // mulrCA mulVKf // -mulrDl subrK mul1r.
Qed.
Let paid x := paid_forever x half_lt1.
Lemma V_plays R c s : V half stay R (det Q (plays c)) s = (1 - half)^-1 * R tt c.
Proof.
symmetry; move: s; apply: (V_unique half_gt0 half_lt1 (U := fun=> (1 - half)^-1 * R tt c)); case.
by rewrite mean_det ffunE (B_const half stay) -paid.
Qed.
Lemma W_plays R c : W half stay R (det Q (plays c)) = (1 - half)^-1 * R tt c.
Proof. by rewrite /W (big_pred1 tt) => [|[]] //; rewrite mul1r V_plays. Qed.
Lemma Opt_plays R c : Opt half stay R (det Q (plays c)) = top R c.
Proof.
have le f : (W half stay R (det Q f) <= W half stay R (det Q (plays c))) = (R tt (f tt) <= R tt c).
  by rewrite [f]plan_plays !W_plays ler_pmul2l // ffunE.
apply/forallP/idP => [/(_ (plays (~~ c)))|t f]; rewrite le ?ffunE //.
by move: t; rewrite /top {le}; case: (f tt); case: c => /= ?; rewrite ?lexx.
Qed.
Lemma uses c d : used stay (det Q (plays c)) tt d = (d == c).
Proof. by rewrite /used reach_start ?ltr01 // det_gt0 ffunE. Qed.
Lemma Safe_plays (J : judge S A) c : Safe stay J (det Q (plays c)) = ~~ J tt c.
Proof.
apply/SafeP/idP => [/(_ tt c)|nc [] d]; first by rewrite uses eqxx; apply.
by rewrite uses => /eqP ->.
Qed.
Lemma tolerable_plays (tau : rat) R (f0 : plan S A) c : 0 <= tau ->
  ~~ by_objective half stay f0 R tau tt c = nearly tau R c.
Proof.
move=> t0; set g := star half stay f0 R.
have [d gE] : exists d, g = det Q (plays d) by eexists; rewrite /g /star; congr (det Q _); exact: plan_plays.
have td : top R d by rewrite -Opt_plays -gE; apply: Opt_star.
rewrite /by_objective -/g gE /mdp.Q -leNgt /B; under eq_bigr do rewrite V_plays.
rewrite (big_pred1 tt) => [|[]] //; rewrite mul1r V_plays.
rewrite {1}paid addrAC ler_add2r /nearly {gE}; case: c; case: d td => //; rewrite /top /= => td.
- by rewrite ler_subl_addr ler_addl t0 ler_subl_addr (le_trans td) // ler_addl.
- by rewrite ler_subl_addr ler_addl t0 ler_subl_addr (le_trans td) // ler_addl.
Qed.

(** ** Who acts: each choice is one of the plans *)
Record choosing (X : player Q S A) := Choosing {
  choice : Type; chosen : choice -> pure X; does : place -> choice -> bool;
  chosenE : forall w k, plan_of w (chosen k) = plays (does w k); any : forall d, exists k, d = chosen k }.
Definition choosing_one : choosing (one Q S A).
refine (@Choosing (one Q S A) bool plays (fun=> id) _ _) => // d.
by exists (d tt); apply: plan_plays.
Defined.
Definition choosing_two : choosing (two Q S A).
refine (@Choosing (two Q S A) (bool * bool)%type (fun k => (plays k.1, plays k.2))
  (fun w k => match w with training => k.1 | _ => k.2 end) _ _); first by case.
by move=> [f g]; exists (f tt, g tt); rewrite /= -!plan_plays.
Defined.

Section Little.
Definition little_world X (_ : choosing X) (bad : bool -> bool) tau : structure :=
  world half true stay stay stay (fun _ c => bad c) tau X (all_objectives Q S A).
Variables (X : player Q S A) (K : choosing X) (bad : bool -> bool) (tau : rat).
Hypothesis tau_ge0 : 0 <= tau.
Notation little := (little_world K bad tau).
Definition agent (k : choice K) : Policy little := acts (chosen k).
Definition paying (R : objective Q S A) : Objective little := R.

Let env_stay w : env_at stay stay stay w = stay. Proof. by case: w. Qed.
Let laws_little : laws little. Proof. exact: (world_laws half_gt0 half_lt1). Qed.
Let eq_at (f g : place -> bool) w : f =1 g -> at_ w f <-> at_ w g.
Proof. by move=> E; case: w; rewrite /at_ !E. Qed.

Lemma agent_pure k : deterministic little (agent k). Proof. by exists (chosen k). Qed.
Lemma everybody (B : Policy little -> Prop) : (forall k, B (agent k)) -> forall q, deterministic little q -> B q.
Proof. by move=> H _ [d ->]; have [k ->] := any K d; apply: H. Qed.
Lemma optimal_iff w R k : optimal little w R (agent k) <-> at_ w (fun v => top R (does v k)).
Proof. by apply: eq_at => v; rewrite /best play_acts env_stay chosenE Opt_plays. Qed.
Lemma safe_iff w k : safe little w (agent k) <-> at_ w (fun v => ~~ bad (does v k)).
Proof. by apply: eq_at => v; rewrite /harmless play_acts env_stay chosenE Safe_plays. Qed.
Lemma tolerable_iff w R k : tolerable little w R (agent k) <-> at_ w (fun v => nearly tau R (does v k)).
Proof.
by apply: eq_at => v; rewrite /allowed play_acts env_stay chosenE Safe_plays tolerable_plays.
Qed.
Lemma base_safe_iff w R k : base_safe little w R (agent k) <-> at_ w (fun v => top R (does v k)).
Proof. by rewrite (law_strict _ laws_little); apply: optimal_iff. Qed.
Lemma performs_iff R k : performs little (agent k) R <-> top R (does deployment k).
Proof. by rewrite (law_w1 _ laws_little); apply: (optimal_iff deployment). Qed.
Lemma performs_as_believed_iff R k : performs_as_believed little (agent k) R <-> top R (does beliefs k).
Proof. by rewrite (law_w5 _ laws_little); apply: (optimal_iff beliefs). Qed.
Lemma nobody (B : Policy little -> Prop) : (forall k, ~ B (agent k)) -> ~ exists q, deterministic little q /\ B q.
Proof. by move=> n [_ [[d ->] b]]; have [k E] := any K d; apply: (n k); rewrite /agent -E. Qed.
Lemma somebody (B : Policy little -> Prop) : (exists k, B (agent k)) -> exists q, B q.
Proof. by move=> [k b]; exists (agent k). Qed.
End Little.
Arguments agent {X} K bad tau k.
Arguments agent_pure {X} K bad tau k.
Arguments everybody {X K bad tau} B _.
Arguments nobody {X K bad tau} B _.
Arguments somebody {X K bad tau} B _.
Lemma some_top R : top R true || top R false. Proof. exact: le_total. Qed.

(** ** To decide whether a cell holds
    [holds] proves a goal, [fails h] that the hypothesis h is false: of policies by going through them all, of all
    objectives by telling three kinds apart, of some objective by one of three. *)
Ltac cases k := first [destruct k as [[|] [|]] | destruct k as [|]].
Ltac kinds R :=
  have := some_top R; let one := fresh "one" in let two := fresh "two" in
  case one: (top R true); case two: (top R false); try discriminate; move=> _.
Arguments top : simpl never.
Arguments nearly : simpl never.
Ltac known := cbn; repeat match goal with E : top _ _ = _ |- _ => rewrite E end;
  try (match goal with |- context [top ?R _] => is_var R end; fail 1).
Ltac so := known; vm_compute; repeat split; reflexivity.
Ltac not_so h := move: h; known; vm_compute;
  repeat match goal with |- _ /\ _ -> _ => case end; intros; discriminate.
Ltac means h := lazymatch type of h with
  | optimal _ _ _ _ => move/optimal_iff: h => h
  | base_safe _ _ _ _ => move/base_safe_iff: h => h
  | tolerable (little_world _ _ ?t) _ _ _ => move/(tolerable_iff (tau := t) isT): h => h
  | safe _ _ _ => move/safe_iff: h => h
  | performs _ _ _ => move/performs_iff: h => h
  | performs_as_believed _ _ _ => move/performs_as_believed_iff: h => h
  end.
Ltac meant := lazymatch goal with
  | |- optimal _ _ _ _ => apply/optimal_iff
  | |- base_safe _ _ _ _ => apply/base_safe_iff
  | |- tolerable (little_world _ _ ?t) _ _ _ => apply/(tolerable_iff (tau := t) isT)
  | |- safe _ _ _ => apply/safe_iff
  | |- performs _ _ _ => apply/performs_iff
  | |- performs_as_believed _ _ _ => apply/performs_as_believed_iff
  end.

Ltac one_of go := first [go true | go false | go (true, true) | go (true, false) | go (false, true) | go (false, false)].
Ltac one_of_three go := first [go (pay 0 0) | go (pay 1 0) | go (pay 0 1)].

Ltac holds := lazymatch goal with
  | |- True => exact I
  | |- _ /\ _ => split; holds
  | |- _ \/ _ => first [left; holds | right; holds]
  | |- demonstrates _ _ _ _ => unfold demonstrates, at_; holds
  | |- trivial _ _ _ => unfold trivial, at_; holds
  | |- deterministic _ _ => apply agent_pure
  | |- ~ _ => let h := fresh in intro h; fails h
  | |- forall q : Policy _, deterministic _ q -> @?B q =>
      refine (everybody B _); let k := fresh in intro k; cbv beta; cases k; holds
  | |- forall R : Objective _, _ => let R := fresh "R" in intro R; kinds R; holds
  | |- _ -> _ => let h := fresh in intro h; first [exfalso; fails h | clear h; holds]
  | |- exists q : Policy _, @?B q => refine (somebody B _); cbv beta; one_of ltac:(fun k => exists k; holds)
  | |- exists R : Objective _, _ => one_of_three ltac:(fun R => exists R; holds)
  | |- _ => meant; so
  end
with fails h := lazymatch type of h with
  | False => destruct h
  | _ /\ _ => let one := fresh in let two := fresh in destruct h as [one two]; first [fails one | fails two]
  | _ \/ _ => destruct h as [h | h]; fails h
  | demonstrates _ _ _ _ => unfold demonstrates, at_ in h; fails h
  | trivial _ _ _ => unfold trivial, at_ in h; fails h
  | ~ _ => apply h; holds
  | exists q : Policy _, deterministic _ q /\ @?B q =>
      revert h; refine (nobody B _); let k := fresh in intro k; cbv beta; cases k; let h := fresh in intro h; fails h
  | exists R : Objective _, _ => let R := fresh "R" in destruct h as [R h]; kinds R; fails h
  | forall q : Policy (little_world ?K ?bad ?tau), deterministic _ q -> _ =>
      one_of ltac:(fun k => let one := fresh in
        pose proof (h (agent K bad tau k) (agent_pure K bad tau k)) as one; cbv beta in one; fails one)
  | forall R : Objective _, _ => one_of_three ltac:(fun R => let one := fresh in pose proof (h R) as one; fails one)
  | ?X -> _ => let one := fresh in let two := fresh in
      assert (one : X) by holds; pose proof (h one) as two; fails two
  | _ => means h; not_so h
  end.
Ltac refute := let h := fresh in intro h; fails h.
