package input

import "testing"

// Articles in other languages are not English, with a headline or without.
func TestForeign(t *testing.T) {
	for language, c := range map[string]struct{ headline, text string }{
		"German":     {"Minister kündigt nach Streit mit dem Verband Rücktritt an", "Der Verkehrsminister hat am Dienstag seinen Rücktritt angekündigt. Er sei nicht mehr bereit, sagte er, für die Fehler der Bahn einzustehen. Wer sein Amt übernimmt, ist noch offen."},
		"French":     {"Le ministre annonce qu'il quitte ses fonctions après une dispute", "Le ministre des Transports a annoncé mardi sa démission. Il a déclaré qu'il ne pouvait plus répondre des erreurs de la société des chemins de fer. Son successeur n'est pas encore connu."},
		"Spanish":    {"El ministro anuncia que deja su cargo tras una disputa", "El ministro de Transportes anunció el martes su dimisión. Dijo que no podía responder más por los errores de la compañía ferroviaria. Todavía no se sabe quién lo sustituirá."},
		"Portuguese": {"Ministro anuncia que deixa o cargo após uma disputa com a empresa", "O ministro dos Transportes anunciou na terça-feira a sua demissão. Disse que não podia mais responder pelos erros da empresa. Ainda não se sabe quem será o seu sucessor."},
		"Italian":    {"Il ministro annuncia che lascia la carica dopo una lite con gli azionisti", "Il ministro dei Trasporti ha annunciato martedì le sue dimissioni. Ha detto che non poteva più rispondere degli errori della società. Non è ancora noto chi gli succederà nella carica."},
		"Dutch":      {"Minister stapt op na ruzie met het bestuur van de spoorwegen, maar niet meteen", "De minister van Verkeer heeft dinsdag zijn ontslag aangekondigd. Hij zei dat hij niet langer voor de fouten van de spoorwegen wilde instaan. Het is nog niet bekend wie hem opvolgt."},
		"Swedish":    {"Ministern avgår efter bråk med styrelsen och säger att det är nog", "Trafikministern meddelade på tisdagen att han avgår. Han sade att han inte längre kunde svara för järnvägens misstag. Det är ännu inte känt vem som efterträder honom."},
		"Polish":     {"Minister zapowiada, że odejdzie po sporze z zarządem kolei", "Minister transportu zapowiedział we wtorek, że poda się do dymisji. Powiedział, że nie może już odpowiadać za błędy kolei. Nie wiadomo jeszcze, kto go zastąpi."},
		"Czech":      {"Ministr oznámil, že po sporu s vedením drah skončí", "Ministr dopravy v úterý oznámil, že odstoupí. Řekl, že už nemůže odpovídat za chyby, které udělaly dráhy. Není zatím jasné, kdo ho nahradí."},
		"Turkish":    {"Bakan, yönetimle yaşanan tartışmadan sonra istifa edeceğini ve bir daha dönmeyeceğini söyledi", "Ulaştırma Bakanı salı günü istifa edeceğini açıkladı. Demiryollarının hataları için daha fazla sorumluluk alamayacağını söyledi. Yerine kimin geleceği henüz belli değil, ama bir karar bekleniyor."},
		"Indonesian": {"Menteri akan mundur setelah berselisih dengan pimpinan perusahaan", "Menteri Perhubungan mengumumkan pada hari Selasa bahwa ia akan mundur. Ia mengatakan tidak dapat lagi bertanggung jawab atas kesalahan perusahaan kereta api itu."},
		"Vietnamese": {"Bộ trưởng tuyên bố từ chức sau tranh cãi với các lãnh đạo công ty", "Hôm thứ Ba, Bộ trưởng Giao thông tuyên bố từ chức. Ông nói rằng ông không thể chịu trách nhiệm cho những sai lầm của công ty đường sắt. Người kế nhiệm của ông chưa được công bố."},
		"Finnish":    {"Ministeri eroaa, kun riita rautateiden johdon kanssa ei ole ohi", "Liikenneministeri ilmoitti tiistaina, että hän eroaa. Hän sanoi, ettei voi enää vastata rautateiden virheistä. Seuraajaa ei ole vielä valittu, mutta päätös on lähellä."},
		"Romanian":   {"Ministrul anunță că pleacă din funcție după un conflict cu conducerea", "Ministrul Transporturilor a anunțat marți că demisionează. El a spus că nu mai poate răspunde pentru greșelile companiei. Nu este clar cine îi va lua locul."},
		"Swahili":    {"Waziri ajiuzulu baada ya mzozo na wakuu wa shirika la reli kwa sababu hiyo", "Waziri wa Uchukuzi alitangaza Jumanne kwamba atajiuzulu. Alisema hawezi tena kuwajibika kwa makosa ya shirika hilo. Haijulikani bado nani atachukua nafasi yake katika wizara hiyo."},
		"Russian":    {"Министр уходит в отставку после спора с руководством", "Министр транспорта объявил во вторник, что уходит в отставку."},
		"Arabic":     {"الوزير يستقيل بعد خلاف مع إدارة السكك الحديدية", "أعلن وزير النقل يوم الثلاثاء استقالته."},
		"Chinese":    {"部长与铁路公司争执后辞职", "交通部长周二宣布辞职。他说他不能再为铁路公司的错误负责。"},
		"Hindi":      {"रेलवे से विवाद के बाद मंत्री ने इस्तीफ़ा दिया", "परिवहन मंत्री ने मंगलवार को अपने इस्तीफ़े की घोषणा की।"},
		"Greek":      {"Ο υπουργός παραιτείται μετά από διαμάχη", "Ο υπουργός Μεταφορών ανακοίνωσε την Τρίτη ότι παραιτείται."},
		"Unknown":    {"", "Tāngata maha i tae mai ki te hui i te pō nei, ā, ka kōrero rātou mō ngā take o te whenua, o te wai, me te oranga o ā rātou tamariki. I mea te kaikōrero tuatahi kia tiakina ngā awa, kia whāngaia hoki ngā whānau e noho ana i reira. Nā te kaumātua te kōrero whakamutunga, ka mutu te hui i te ahiahi pō."},
	} {
		if english(c.headline, c.text) {
			t.Errorf("%s: the article is taken for English", language)
		}
		if english("", c.text) {
			t.Errorf("%s: the text is taken for English", language)
		}
	}
}

// English is what has few frequent words, many names, or foreign words in it.
func TestEnglish(t *testing.T) {
	for _, text := range []string{
		"", "Rain", "1,204", "Ferry runs again", "Musk v Altman, Day 3", "Dow 42,863.86 +409.74", "Des Moines hires Les Smith",
		"Los Angeles names De La Cruz and El-Sayed to San Diego del Mar panel",
		"Ali bin Abdullah al-Rashid, María de la Cruz y Ortega, Juan de los Santos, Piet van der Merwe, Ursula von der Leyen, Luiz Inácio Lula da Silva",
		"Real Madrid 3 Bayern München 1; Olympique de Marseille 2 Paris Saint-Germain 2; Atlético de Madrid 0 Sporting Clube de Portugal 1",
		"\"Liberté, égalité, fraternité,\" the crowd shouted. \"Nous ne sommes pas des esclaves, et nous ne partirons pas,\" said a baker who had come from Lyon with her sons.",
		"Kim Jong Un. Xi Jinping (习近平). Moon Jae-in (문재인). Abe Shinzō (安倍晋三).",
		"Sinn Féin TDs Mary Lou McDonald and Pearse Doherty met Taoiseach Micheál Martin at Leinster House.",
		"Vučić, Đukanović, Plenković, Dačić, Žbogar, Čović, Škrtel, Šefčovič, Grabar-Kitarović, Orbán, Szijjártó and Erdoğan meet",
	} {
		if !english("", text) {
			t.Errorf("not taken for English: %s", text)
		}
	}
}
