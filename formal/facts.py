"""Of which worlds the theorems speak, and how each kind of lemma is proved of them (from formal/facts.v)."""

_CONTEXT = """From mathcomp Require Import all_ssreflect all_algebra.
Require Import value mdp perturb structure world facts lemmas steps cells.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Theorems.
Variables (F : realFieldType) (S A : finType) (gamma : F).
Hypotheses (g_gt0 : 0 < gamma) (g_lt1 : gamma < 1).
Variables (a b : A).
Hypothesis ab : a != b.
Variables (train deploy believed : env F S A) (J : judge S A) (tau : F).
Hypothesis tau_ge0 : 0 <= tau.
"""
_ALL = """Notation C := (all_objectives F S A).
Let has_zero : exists o : C, forall w s c, pays w o s c = 0. Proof. by exists (@zero F S A). Qed.
"""
_SUMS = """forall (R R' : C) eps, 0 < eps -> exists T : C,
  forall w s c, pays w T s c = plus (pays w R) (pays w R') eps s c"""
_HARM = "exists h : C, forall s c, pays deployment h s c = (J s c)%:R"
_INDICATORS = "forall p : policy F S A, exists o : C, forall w s c, pays w o s c = ind p s c"
_ALL += f"""Let sums : {_SUMS}. Proof. by move=> R R' eps _; exists (plus R R' eps). Qed.
Let harm : {_HARM}. Proof. by exists (fun s c => (J s c)%:R). Qed.
Let indicators : {_INDICATORS}. Proof. by move=> p; exists (ind p). Qed.
"""
_CLASS = """Variable C : class F S A.
Hypothesis has_zero : exists o : C, forall w s c, pays w o s c = 0.
"""
_STATES = f"""Notation C := (on_states F S A).
Let has_zero : exists o : C, forall w s c, pays w o s c = 0. Proof. by exists (fun _ => 0). Qed.
Let sums : {_SUMS}.
Proof. by move=> R R' eps _; exists (fun s => R s + eps * R' s). Qed.
"""
_STEPS = f"""Notation C := (on_steps train deploy believed).
Let has_zero : exists o : C, forall w s c, pays w o s c = 0.
Proof. by exists (fun _ _ => 0) => w s c; apply: big1 => t _; rewrite mulr0. Qed.
Let sums : {_SUMS}.
Proof.
move=> R R' eps _; exists (fun s t => R s t + eps * R' s t) => w s c.
by rewrite /plus mulr_sumr -big_split; apply: eq_bigr => t _; rewrite mulrDr mulrCA.
Qed.
"""
_STATES_HARM = f"""Let harm : {_HARM}. Proof. by exists (fun s => (room s)%:R). Qed.
"""
_STEPS_HARM = f"""Let harm : {_HARM}.
Proof. by exists (fun s _ => (room s)%:R) => s c; rewrite /= -mulr_suml P_sum mul1r. Qed.
"""
_AMONG = """Variable candidate : objective F S A -> Prop.
Hypothesis zero_is_one : candidate (@zero F S A).
Notation C := (among candidate).
Let has_zero : exists o : C, forall w s c, pays w o s c = 0. Proof. by exists (exist _ _ zero_is_one). Qed.
"""
_ROOMS = _CONTEXT.replace("(J : judge S A)", "(room : S -> bool)") + "Notation J := (fun s (_ : A) => room s).\n"
_WORLD = """Notation X := ({player} F S A).
Notation M := (world gamma a train deploy believed J tau X C).
Let L : laws M. Proof. exact: world_laws. Qed.
"""

WORLDS = {
    "one": (_CONTEXT + _ALL + _WORLD.format(player="one"), "End Theorems."),
    "two": (_CONTEXT + _ALL + _WORLD.format(player="two"), "End Theorems."),
    "one_among": (_CONTEXT + _AMONG + _WORLD.format(player="one"), "End Theorems."),
    "one_cone": (_CONTEXT + _CLASS + f"Hypothesis sums : {_SUMS}.\n" + _WORLD.format(player="one"), "End Theorems."),
    "one_harm": (
        _CONTEXT + _CLASS + f"Hypothesis sums : {_SUMS}.\nHypothesis harm : {_HARM}.\n" + _WORLD.format(player="one"),
        "End Theorems.",
    ),
    "one_indicators": (
        _CONTEXT + _CLASS + f"Hypothesis indicators : {_INDICATORS}.\n" + _WORLD.format(player="one"),
        "End Theorems.",
    ),
    "one_s": (_CONTEXT + _STATES + _WORLD.format(player="one"), "End Theorems."),
    "one_ss": (_CONTEXT + _STEPS + _WORLD.format(player="one"), "End Theorems."),
    "one_s_rooms": (_ROOMS + _STATES + _STATES_HARM + _WORLD.format(player="one"), "End Theorems."),
    "one_ss_rooms": (_ROOMS + _STEPS + _STEPS_HARM + _WORLD.format(player="one"), "End Theorems."),
    "two_among": (_CONTEXT + _AMONG + _WORLD.format(player="two"), "End Theorems."),
}
"""What a file of theorems begins and ends with, by name: who acts, and what objectives there are."""

FACTS = {
    "optimum in": "move=> R; exact: (some_optimum g_gt0 g_lt1 a train deploy believed X _ R).",
    "zero": "have [o z] := zero_is_best g_gt0 g_lt1 train deploy believed X has_zero; "
    "exists o => t; do ?split; exact: z.",
    "indicator": "by move=> t; have [R E] := indicator_of_one g_gt0 g_lt1 a train deploy believed indicators t; "
    "exists R => u; do ?split; rewrite /= /at_ E.",
    "a little of another": "first [ "
    "move=> R R'; have [T H] := little g_gt0 g_lt1 a train deploy believed X sums R R' "
    "| move=> R'; have [T H] := little g_gt0 g_lt1 a train deploy believed X sums base R' ]; "
    "exists T; have [k1 k2 k3] := H training; have [l1 l2 l3] := H deployment; do ?split; assumption.",
    "wants the harm": "move=> bad R'; have [T [k h t]] := wants g_gt0 g_lt1 a sums harm bad R'; "
    "exists T; split; [by split; move=> u; apply: k | split; [exact: h | first "
    "[ exact: (t training) | exact: (t deployment) | by case=> t1 t2; split; [exact: t t1 | exact: t t2] ] ]].",
    "indicator in": "by move=> t; exists (ind (play deployment t)) => u; "
    "split; rewrite /= /at_ /world.best /world.within (indicator g_gt0 g_lt1 _ (p0 S a)).",
    "inside itself in": "move=> t; exact: inside_itself.",
    "inside keeps optimal in": "move=> t u i R; exact: (inside_keeps_optimal g_gt0 g_lt1 a i).",
    "inside keeps safe in": "move=> t s u i; exact: (inside_keeps_safe i s).",
    "inside keeps tolerable": "move=> R t s u i; exact: (inside_keeps_allowed i s).",
    "optimal is tolerable": "move=> R t o; exact: (optimal_is_allowed g_gt0 g_lt1 a tau_ge0 o).",
    "inside is mutual in": "move=> t pt u [pu i]; exact: (inside_is_mutual pt pu i).",
    "another policy in": "move=> t pt; exact: (another_policy ab _ _ _ _ pt).",
    "unsafe inside in": "move=> t n; exact: (unsafe_inside_in g_gt0 g_lt1 a n).",
    "suboptimal inside in": "move=> R t n; exact: (suboptimal_inside_in g_gt0 g_lt1 a n).",
    "one inside": "by move=> t; have [u [pu H]] := one_is_inside a train deploy believed t; "
    "exists u; do ?split; try exact: H.",
    "nudge": "move=> R t [pt o]; have [Y [ties z [u [pu n]]]] := "
    "nudge_of g_gt0 g_lt1 ab (X := X) training pt o; "
    "exists Y; split; [exact: ties | split; [exact: z | by move=> all; apply: n; apply: all]].",
    "own nudge": "move=> R t [pt o]; lazymatch type of o with "
    "| structure.optimal _ ?v _ _ => exact: (own_nudge_in g_gt0 g_lt1 ab (X := X) (v := v) pt o) "
    "| _ => by apply: (own_nudge_in_both g_gt0 g_lt1 ab) end.",
    "spare pair": "move=> pt u n v pv; "
    "exact: (@spare_pair _ _ _ _ g_gt0 g_lt1 _ _ ab train deploy believed agent u v base pt n pv).",
    "policies combine": "move=> t u; have [z [i1 i2 i3 i4 pz]] := combine train deploy believed t u; "
    "by exists z; do 4![split; first by []]; move=> [pt pu]; apply: pz.",
    "as when trained": "by move=> t pt; have [z [pz [R E]]] := as_trained g_gt0 g_lt1 a train deploy believed pt; "
    "exists z; split=> //; exists R; split=> u; case: (E u); rewrite /= => E1 E2; rewrite ?E1 ?E2.",
    "as when deployed": "move=> t pt; "
    "have [z [pz i1 i2 [R [o [u [pu n]] k]]]] := as_deployed g_gt0 g_lt1 ab train deploy believed pt; "
    "exists z; split=> //; exists R; split=> //; split=> // all; apply: n; exact: all.",
}
"""How a kind of lemma is proved, by the beginning of its name."""
