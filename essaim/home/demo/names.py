"""Made-up names: first names and last names of many origins, drawn in an order that a seed decides."""

import unicodedata
from dataclasses import dataclass
from random import Random


def words(text: str) -> list[str]:
    return text.split()


WOMEN = words(
    "Adèle Agathe Aïcha Aline Amandine Amel Anaïs Anne-Laure Assia Audrey Aurélie Béatrice Bénédicte "
    "Brigitte Carine Caroline Catherine Cécile Céline Chloé Christelle Clémence Corinne Delphine Diane "
    "Djamila Élodie Elsa Emma Estelle Fanny Farida Fatima Florence Françoise Géraldine Ghislaine Hawa "
    "Héloïse Ingrid Isabelle Jeanne Johanna Josiane Julie Karima Laëtitia Laure Leïla Linh Lucie Magali "
    "Maïmouna Manon Margaux Maria Marie-Claude Marion Martine Mathilde Mélanie Meriem Muriel Myriam "
    "Nathalie Noémie Océane Pascale Patricia Pauline Rokia Rosa Sabrina Salomé Sandrine Sarah Sonia "
    "Stéphanie Sylvie Tatiana Valérie Virginie Yasmina Zohra"
)

MEN = words(
    "Abdel Adrien Alain Alexandre Antoine Arnaud Aurélien Bakary Bastien Benoît Boris Cédric Christian "
    "Christophe Clément Cyril Damien Daniel David Denis Didier Emmanuel Étienne Fabien Farid Florian "
    "Franck François Frédéric Gaël Gérard Ghislain Grégory Guillaume Hakim Hervé Hugo Ibrahim Ismaël "
    "Jamel Jean-Luc Jérémy Jérôme Joël Jonathan Jorge Julien Kevin Laurent Loïc Ludovic Malik Manuel "
    "Marcel Mathieu Maxime Mehdi Mickaël Mohamed Moussa Nicolas Noël Olivier Ousmane Pascal Patrick "
    "Philippe Pierre-Yves Rachid Raphaël Rémi Romain Sébastien Serge Simon Stéphane Sylvain Théo Thierry "
    "Tuan Valentin Vincent Xavier Yann Yassine Youssef Yves Zoran"
)

SURNAMES = words(
    "Abadie Achard Aguilar Allard Almeida Amrani Andrieu Antunes Arnoux Aubert Aydin Azzouz Ba Bailly "
    "Barbier Baron Barros Bauer Belkacem Benoit Berger Bernardi Berthet Besson Bianchi Blanchard Bonnard "
    "Bonnet Bouchet Boucher Boudjema Bouvier Breton Brunet Camara Carle Carpentier Carvalho Chabert "
    "Charpentier Chauvin Chavez Chevalier Cissé Clerc Collet Colombo Cordier Coulibaly Cros Dacosta Dang "
    "Daniel Delorme Demir Deschamps Diallo Diarra Dias Dubois Dumas Dupuis Durand Esposito Fabre Faure "
    "Fernandes Ferrand Ferrari Fofana Fontaine Fournier Fradin Gaillard Garcia Gauthier Gay Genin Germain "
    "Gilbert Giraud Gomes Gonzalez Grange Guérin Guichard Guillot Haddou Hamel Hamidi Henry Hernandez "
    "Hoang Huet Humbert Imbert Jacob Jacquet Janvier Joly Jourdan Kaplan Karam Keïta Khelifi Klein Kovac "
    "Lacroix Lambert Lebrun Leclerc Lefort Lemoine Leroux Lopes Lopez Lucas Mallet Mansouri Marchal "
    "Marques Martel Martinez Masson Maurin Meunier Meyer Michaud Millet Monnier Morin Mounier Nasri "
    "Navarro Ndiaye Nguyen Nicoud Novak Oliveira Olivier Ouattara Ouali Pages Paquet Pascal Pélissier "
    "Pereira Perret Petrovic Pham Picard Pichon Pinto Poncet Pons Popescu Pottier Prost Ramos Rancon Rey "
    "Ribeiro Rivière Robin Rodrigues Rolland Romero Rossi Rousset Roy Russo Sabatier Saïdi Sanchez Santos "
    "Saunier Schmitt Sidibé Simonet Slimani Soares Sow Tavernier Teixeira Terrier Thomas Thibault Tissot "
    "Torres Touré Tran Traoré Vallet Vasseur Verdier Vernay Viala Viard Villard Vincent Weber Yilmaz "
    "Zaoui Zidane Zimmermann"
)


@dataclass(frozen=True)
class Name:
    """How somebody is called, and the sex that HR wrote beside it."""

    first: str
    last: str
    sex: str


def plain(text: str) -> str:
    """The same letters without accents, in lower case, with dashes: what an address is made of."""
    letters = unicodedata.normalize("NFKD", text.lower())
    kept = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return "-".join("".join(sign if sign.isalnum() else " " for sign in kept).split())


def made_up(number: int, *, rng: Random, share_of_women: float = 0.61) -> list[Name]:
    """So many different names; the same seed gives the same people in the same order."""
    found, seen = list[Name](), set[tuple[str, str]]()
    while len(found) < number:
        is_woman = rng.random() < share_of_women
        name = Name(rng.choice(WOMEN if is_woman else MEN), rng.choice(SURNAMES), "F" if is_woman else "M")
        if (name.first, name.last) not in seen:
            seen.add((name.first, name.last))
            found.append(name)
    return found
