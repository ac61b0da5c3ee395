"""Surnames side by side, each with the rule that says whether they are one.

Columns: rule of the rule book | one source | the other | state | cause, empty for none.
Sources of the rules: RULEBOOK 9, which names them; letters of N8: Doc 9303-3, section 6, table A.
"""

TYPED = """
N1 | Martin | Martin | same |
N1 | Martin | Bernard | different | unexplained
N2 | Lefèvre | LEFEVRE | same |
N2 | Lefèvre | Lefebvre | different | typing_error
N2 | Haÿ | HAY | same |
N2 | Pérez | Perez | same |
N2 | Pérez | Pèrez | same |
N2 | Pérez | Peres | different | typing_error
N2 | Nguyễn | NGUYEN | same |
N2 | Nguyễn | Nguyen Van | different | unexplained
N2 | Dvořák | DVORAK | same |
N2 | Çelik | CELIK | same |
N3 | CŒUR | COEUR | same |
N3 | Cœur | CUR | different | typing_error
N3 | Lecœur | Lecoeur | same |
N3 | Lecœur | Lecour | different | typing_error
N3 | Sæther | Saether | same |
N3 | Sæther | Sather | doubtful | spelling_variant
N3 | Strauß | STRAUSS | same |
N3 | Strauß | Straus | different | typing_error
N3 | STRAUẞ | Strauss | same |
N3 | Sørensen | Sorensen | same |
N3 | Sørensen | Sarensen | different | typing_error
N3 | Łukasik | LUKASIK | same |
N3 | Łukasik | Tukasik | different | typing_error
N3 | Guðmundsson | Gudmundsson | same |
N3 | Þorsson | Thorsson | same |
N3 | Þorsson | Porsson | different | typing_error
N3 | Đorđević | Dordevic | same |
N3 | Ħaż-Żabbar | HAZ ZABBAR | same |
N3 | D’Arc | D'ARC | same |
N3 | D’Arc | D ARC | same |
N3 | D’Arc | DARC | same |
N3 | DʼArc | DARC | same |
N3 | O’Connor | OCONNOR | same |
N3 | O’Connor | Oconor | different | typing_error
N3 | Saint-Just | SAINT JUST | same |
N3 | Saint-Just | Saintjust | same |
N3 | Saint‑Just | Saint – Just | same |
N3 | Dupont--Durand | Dupont Durand | same |
N3 | Dupont-Durand | Durand-Dupont | different | unexplained
N3 | Dupont-Durand | Dupont | different | unexplained
N3 | Mac Donald | MacDonald | same |
N5 | de La Fontaine | DELAFONTAINE | same |
N5 | de La Fontaine | La Fontaine | doubtful | particle_missing
N5 | de La Fontaine | Fontaine | doubtful | particle_missing
N5 | de La Fontaine | Lafontaine | doubtful | particle_missing
N5 | du Plessis | DUPLESSIS | same |
N5 | du Plessis | Plessis | doubtful | particle_missing
N5 | des Forêts | DESFORETS | same |
N5 | des Forêts | de Forêts | different | typing_error
N5 | van den Berg | Vandenberg | same |
N5 | van den Berg | van Berg | doubtful | particle_missing
N5 | von Stein | VONSTEIN | same |
N5 | von Stein | Stein | doubtful | particle_missing
N5 | Ben Salah | BENSALAH | same |
N5 | Ben Salah | Salah | doubtful | particle_missing
N5 | El Amrani | Elamrani | same |
N5 | El Amrani | Amrani | doubtful | particle_missing
N5 | d’Aubigné | Aubigne | doubtful | particle_missing
N5 | Le Goff | LEGOFF | same |
N5 | Le Goff | La Goff | different | typing_error
N5 | Le | Ben | different | unexplained
N6 | LE | LEFEBVRE | different | unexplained
N6 | MARTIN | MARTEL | different | unexplained
N6 | MARTIN | MARTINEZ | different | unexplained
N6 | DURAND | DURANT | different | typing_error
N6 | DURAND | DRUAND | different | typing_error
N6 | DURAND | DURRAND | different | typing_error
N6 | DURAND | DURAN | different | typing_error
N6 | DURAND | DUPONT | different | unexplained
N6 | ROUX | ROUXEL | different | unexplained
N6 | LY | LI | different | unexplained
N6 | PETIT | PETTI | different | typing_error
N6 | DUP0NT | DUPONT | different | typing_error
N7 | Martin |  | not_supplied |
N7 | … | Martin | not_supplied |
N8 | Müller | MUELLER | same |
N8 | Müller | MULLER | same |
N8 | Müller | MOELLER | different | typing_error
N8 | Muller | MUELLER | doubtful | spelling_variant
N8 | Schäfer | SCHAEFER | same |
N8 | Schäfer | SCHEFER | different | typing_error
N8 | Königsberg | KOENIGSBERG | same |
N8 | Königsberg | KENIGSBERG | different | typing_error
N8 | Åkerman | AAKERMAN | same |
N8 | Åkerman | AKERMAN | same |
N8 | Åkerman | EKERMAN | different | typing_error
N8 | Østergaard | OESTERGAARD | same |
N8 | Østergaard | OSTERGAARD | same |
N8 | Østergaard | ESTERGAARD | different | typing_error
N8 | Núñez | NUNEZ | same |
N8 | Núñez | NUNXXEZ | same |
N8 | Núñez | NUMEZ | different | typing_error
N8 | Jäger-Østby | JAEGER OSTBY | same |
N8 | Bauer | BAUR | different | typing_error
N8 | Weiß | WEISS | same |
N8 | Bäuerle | BAEUERLE | same |
N8 | Lœwe | LOEWE | same |
N8 | Grüñwald | GRUENWALD | same |
N8 | Brøndsted-Åse | BROENDSTED AASE | same |
N3 | Lefèvre d’Ormesson | LEFEVRE DORMESSON | same |
N3 | Abd-El-Kader | ABDELKADER | same |
N3 | İpek | IPEK | same |
N3 | Ŋaño | NANO | same |
N5 | Nguyen Van | Nguyen | different | unexplained
N5 | de Bois du Lac | Bois du Lac | doubtful | particle_missing
N5 | d’Hautefeuille | dHautefeuille | same |
N6 | ROBERT | ROBBERT | different | typing_error
N6 | ROBERT | ROBIN | different | unexplained
N6 | BENOIT | BENOITON | different | unexplained
N6 | KONE | KANE | different | typing_error
N6 | COULIBALY | COULIBAIY | different | typing_error
N8 | Weiß | WEIS | different | typing_error
"""

#: The same beside a machine-readable zone: layout | typed | read | state | cause.
ZONES = """
td1 | Müller | MUELLER | same |
td1 | Muller | MUELLER | same |
td1 | Özil | OEZIL | same |
td1 | Ozil | OEZIL | same |
td1 | Bauer | BAUR | different | typing_error
td1 | Guérin | GUERIN | same |
td1 | Gurin | GUERIN | different | typing_error
td1 | D’Arc | DARC | same |
td1 | Martin-Dupont | MARTIN DUPONT | same |
td1 | Martin-Dupont | MARTIN | different | unexplained
td1 | Lefebvre | LE | different | unexplained
td1 | Castelnau-Montmirail de la Roque | CASTELNAU MONTMIRAIL DE LA ROQ | same | truncated_in_mrz
td1 | Castelnau-Montmirail de la Tour | CASTELNAU MONTMIRAIL DE LA ROQ | different | unexplained
td3 | Castelnau-Montmirail de la Roque d’Or | CASTELNAU MONTMIRAIL DE LA ROQUE DOR | same |
td3 | Montmirail de la Tour-Montlaur | MONTMIRAIL DE LA TOUR MONTLAU | different | typing_error
td3 | Castelnau-Montmirail de la Roque | CASTELNAU MONTMIRAIL | different | unexplained
td2 | Castelnau-Montmirail de la Roque | CASTELNAU MONTMIRAIL DE LA ROQU | same | truncated_in_mrz
td2 | Castelnau-Montmirail de la Roque | CASTELNAU MONTMIRAIL DE | different | unexplained
old_cni | Castelnau-Montmirail de la Roque | CASTELNAU MONTMIRAIL DE L | same | truncated_in_mrz
old_cni | Castelnau-Montmirail de la Roque | CASTELNAU MONTMIRAIL DE | different | unexplained
old_cni | Castelnau-Montmirail du Lac | CASTELNAU MONTMIRAIL DE L | different | unexplained
old_cni | Lefebvre | LEFEB | different | unexplained
old_cni | Królewska-Wiśniewska-Zamoyska | KROLEWSKA WISNIEWSKA ZAMO | same | truncated_in_mrz
"""
