using System.Globalization;
using System.Text;

namespace WeightlessNet.Encoders;

/// <summary>
/// Puts letters and the marks that follow them together where Unicode has one character for both: "u" and a diaeresis become "ü".
/// </summary>
/// <remarks>
/// This is Unicode's normalization form C for Latin, Greek, Cyrillic, Arabic and Japanese letters with up to two marks, or with more in
/// Unicode's order.
/// <see cref="string.Normalize()"/> would do nothing in applications with invariant globalization, so bits would differ between
/// applications.
/// </remarks>
internal static class TextComposition
{
    // Marks, their combining classes, and pairs of a letter and the letter with the mark.
    private static readonly (char Mark, int Class, string Pairs)[] Table =
    [
        ('\u0300', 230, "AÀEÈIÌOÒUÙaàeèiìoòuùÜǛüǜNǸnǹЕЀИЍеѐиѝĒḔēḕŌṐōṑWẀwẁÂẦâầĂẰăằÊỀêềÔỒôồƠỜơờƯỪưừYỲyỳἀἂἁἃἈἊἉἋἐἒἑἓἘἚἙἛἠἢἡἣἨἪἩἫ"
            + "ἰἲἱἳἸἺἹἻὀὂὁὃὈὊὉὋὐὒὑὓὙὛὠὢὡὣὨὪὩὫαὰεὲηὴιὶοὸυὺωὼΑᾺΕῈΗῊϊῒΙῚϋῢΥῪΟῸΩῺ"),
        ('\u0301', 230, "AÁEÉIÍOÓUÚYÝaáeéiíoóuúyýCĆcćLĹlĺNŃnńRŔrŕSŚsśZŹzźÜǗüǘGǴgǵÅǺåǻÆǼæǽØǾøǿΑΆΕΈΗΉΙΊΟΌΥΎΩΏϊΐαάεέηήιίϋΰοόυύωώ"
            + "ϒϓГЃКЌгѓкќÇḈçḉĒḖēḗÏḮïḯKḰkḱMḾmḿÕṌõṍŌṒōṓPṔpṕŨṸũṹWẂwẃÂẤâấĂẮăắÊẾêếÔỐôốƠỚơớƯỨưứἀἄἁἅἈἌἉἍἐἔἑἕἘἜἙἝἠἤἡἥἨἬἩἭἰἴ"
            + "ἱἵἸἼἹἽὀὄὁὅὈὌὉὍὐὔὑὕὙὝὠὤὡὥὨὬὩὭ"),
        ('\u0302', 230, "AÂEÊIÎOÔUÛaâeêiîoôuûCĈcĉGĜgĝHĤhĥJĴjĵSŜsŝWŴwŵYŶyŷZẐzẑẠẬạậẸỆẹệỌỘọộ"),
        ('\u0303', 230, "AÃNÑOÕaãnñoõIĨiĩUŨuũVṼvṽÂẪâẫĂẴăẵEẼeẽÊỄêễÔỖôỗƠỠơỡƯỮưữYỸyỹ"),
        ('\u0304', 230, "AĀaāEĒeēIĪiīOŌoōUŪuūÜǕüǖÄǞäǟȦǠȧǡÆǢæǣǪǬǫǭÖȪöȫÕȬõȭȮȰȯȱYȲyȳИӢиӣУӮуӯGḠgḡḶḸḷḹṚṜṛṝαᾱΑᾹιῑΙῙυῡΥῩ"),
        ('\u0306', 230, "AĂaăEĔeĕGĞgğIĬiĭOŎoŏUŬuŭУЎИЙийуўЖӁжӂАӐаӑЕӖеӗȨḜȩḝẠẶạặαᾰΑᾸιῐΙῘυῠΥῨ"),
        ('\u0307', 230, "CĊcċEĖeėGĠgġIİZŻzżAȦaȧOȮoȯBḂbḃDḊdḋFḞfḟHḢhḣMṀmṁNṄnṅPṖpṗRṘrṙSṠsṡŚṤśṥŠṦšṧṢṨṣṩTṪtṫWẆwẇXẊxẋYẎyẏſẛ"),
        ('\u0308', 230, "AÄEËIÏOÖUÜaäeëiïoöuüyÿYŸΙΪΥΫιϊυϋϒϔЕЁІЇеёіїАӒаӓӘӚәӛЖӜжӝЗӞзӟИӤиӥОӦоӧӨӪөӫЭӬэӭУӰуӱЧӴчӵЫӸыӹHḦhḧÕṎõṏŪṺūṻWẄ"
            + "wẅXẌxẍtẗ"),
        ('\u0309', 230, "AẢaảÂẨâẩĂẲăẳEẺeẻÊỂêểIỈiỉOỎoỏÔỔôổƠỞơởUỦuủƯỬưửYỶyỷ"),
        ('\u030A', 230, "AÅaåUŮuůwẘyẙ"),
        ('\u030B', 230, "OŐoőUŰuűУӲуӳ"),
        ('\u030C', 230, "CČcčDĎdďEĚeěLĽlľNŇnňRŘrřSŠsšTŤtťZŽzžAǍaǎIǏiǐOǑoǒUǓuǔÜǙüǚGǦgǧKǨkǩƷǮʒǯjǰHȞhȟ"),
        ('\u030F', 230, "AȀaȁEȄeȅIȈiȉOȌoȍRȐrȑUȔuȕѴѶѵѷ"),
        ('\u0311', 230, "AȂaȃEȆeȇIȊiȋOȎoȏRȒrȓUȖuȗ"),
        ('\u0313', 230, "αἀΑἈεἐΕἘηἠΗἨιἰΙἸοὀΟὈυὐωὠΩὨρῤ"),
        ('\u0314', 230, "αἁΑἉεἑΕἙηἡΗἩιἱΙἹοὁΟὉυὑΥὙωὡΩὩρῥΡῬ"),
        ('\u031B', 216, "OƠoơUƯuư"),
        ('\u0323', 220, "BḄbḅDḌdḍHḤhḥKḲkḳLḶlḷMṂmṃNṆnṇRṚrṛSṢsṣTṬtṭVṾvṿWẈwẉZẒzẓAẠaạEẸeẹIỊiịOỌoọƠỢơợUỤuụƯỰưựYỴyỵ"),
        ('\u0324', 220, "UṲuṳ"),
        ('\u0325', 220, "AḀaḁ"),
        ('\u0326', 220, "SȘsșTȚtț"),
        ('\u0327', 202, "CÇcçGĢgģKĶkķLĻlļNŅnņRŖrŗSŞsşTŢtţEȨeȩDḐdḑHḨhḩ"),
        ('\u0328', 202, "AĄaąEĘeęIĮiįUŲuųOǪoǫ"),
        ('\u032D', 220, "DḒdḓEḘeḙLḼlḽNṊnṋTṰtṱUṶuṷ"),
        ('\u032E', 220, "HḪhḫ"),
        ('\u0330', 220, "EḚeḛIḬiḭUṴuṵ"),
        ('\u0331', 220, "BḆbḇDḎdḏKḴkḵLḺlḻNṈnṉRṞrṟTṮtṯZẔzẕhẖ"),
        ('\u0342', 230, "ἀἆἁἇἈἎἉἏἠἦἡἧἨἮἩἯἰἶἱἷἸἾἹἿὐὖὑὗὙὟὠὦὡὧὨὮὩὯαᾶηῆιῖϊῗυῦϋῧωῶ"),
        ('\u0345', 240, "ἀᾀἁᾁἂᾂἃᾃἄᾄἅᾅἆᾆἇᾇἈᾈἉᾉἊᾊἋᾋἌᾌἍᾍἎᾎἏᾏἠᾐἡᾑἢᾒἣᾓἤᾔἥᾕἦᾖἧᾗἨᾘἩᾙἪᾚἫᾛἬᾜἭᾝἮᾞἯᾟὠᾠὡᾡὢᾢὣᾣὤᾤὥᾥὦᾦὧᾧὨᾨὩᾩὪᾪὫᾫὬᾬὭᾭὮᾮὯᾯὰᾲαᾳ"
            + "άᾴᾶᾷΑᾼὴῂηῃήῄῆῇΗῌὼῲωῳώῴῶῷΩῼ"),
        ('\u0653', 230, "اآ"),
        ('\u0654', 230, "اأوؤيئەۀہۂےۓ"),
        ('\u0655', 220, "اإ"),
        ('\u3099', 8, "かがきぎくぐけげこごさざしじすずせぜそぞただちぢつづてでとどはばひびふぶへべほぼうゔゝゞカガキギクグケゲコゴサザシジスズセゼソゾタダチヂツヅテデトドハバヒビフブヘベホボウヴワヷヰヸヱヹヲヺヽヾ"),
        ('\u309A', 8, "はぱひぴふぷへぺほぽハパヒピフプヘペホポ"),
    ];

    // The class of most marks, those above a letter.
    private const int UsualClass = 230;

    private static readonly int[] Keys = AllKeys();
    private static readonly char[] Letters = AllLetters();

    /// <summary>The text with letters and marks put together; the same object if nothing changes.</summary>
    public static string Of(string text)
    {
        int first = 0;
        while (first < text.Length && !IsMark(text[first]))
        {
            first++;
        }

        return first == text.Length ? text : Compose(text);
    }

    private static string Compose(string text)
    {
        StringBuilder composed = new(text.Length);
        int letter = -1;
        int lastClass = 0;
        foreach (char one in text)
        {
            int markClass = ClassOf(one);
            if (markClass == 0)
            {
                letter = composed.Length;
                lastClass = 0;
            }
            else if (letter >= 0 && lastClass < markClass && With(composed[letter], one, markClass) is char together)
            {
                composed[letter] = together;
                continue;
            }
            else
            {
                lastClass = markClass;
            }

            composed.Append(one);
        }

        return composed.Length == text.Length ? text : composed.ToString();
    }

    // The letter with a mark; null if there is none. A mark that Unicode puts before one that the letter has already takes its place first:
    // "â" and a dot below become "ậ", by way of "ạ".
    private static char? With(char letter, char mark, int markClass)
    {
        if (Paired(letter, mark) is char together)
        {
            return together;
        }

        return Array.IndexOf(Letters, letter) is >= 0 and int pair && (char)(Keys[pair] >> 16) is char earlier
            && markClass < ClassOf(earlier) && Paired((char)(Keys[pair] & char.MaxValue), mark) is char inner
            ? Paired(inner, earlier)
            : null;
    }

    private static char? Paired(char letter, char mark) =>
        Array.BinarySearch(Keys, KeyOf(letter, mark)) is >= 0 and int pair ? Letters[pair] : null;

    private static bool IsMark(char one) => one >= Table[0].Mark && RowOf(one) >= 0;

    private static int ClassOf(char one) => one < Table[0].Mark ? 0
        : RowOf(one) is >= 0 and int row ? Table[row].Class
        : CharUnicodeInfo.GetUnicodeCategory(one) == UnicodeCategory.NonSpacingMark ? UsualClass
        : 0;

    private static int RowOf(char one)
    {
        for (int row = 0; row < Table.Length; row++)
        {
            if (Table[row].Mark == one)
            {
                return row;
            }
        }

        return -1;
    }

    private static int KeyOf(char letter, char mark) => (mark << 16) | letter;

    private static int[] AllKeys()
    {
        List<int> keys = [];
        foreach ((char mark, _, string pairs) in Table)
        {
            for (int i = 0; i < pairs.Length; i += 2)
            {
                keys.Add(KeyOf(pairs[i], mark));
            }
        }

        keys.Sort();
        return [.. keys];
    }

    private static char[] AllLetters()
    {
        char[] letters = new char[Keys.Length];
        foreach ((char mark, _, string pairs) in Table)
        {
            for (int i = 0; i < pairs.Length; i += 2)
            {
                letters[Array.BinarySearch(Keys, KeyOf(pairs[i], mark))] = pairs[i + 1];
            }
        }

        return letters;
    }
}
