const app = window.go.main.App;
const byId = (id) => document.getElementById(id);

const show = ({ state, profile }) => {
  byId("name").textContent = profile.name;
  byId("state").textContent = state;
};
const say = (text) => { byId("message").textContent = text; };

byId("log-in").onclick = () => app.LogIn().catch(say);
byId("log-out").onclick = () => app.LogOut().then(() => say(""), say);
byId("get-message").onclick = () => app.GetMessage().then(say, say);

window.runtime.EventsOn("session", show);
app.GetSession().then(show);
